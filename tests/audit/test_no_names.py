"""Events hold ids and codes: no name, identity number or phone of a member ever gets into one, so an erasure needs no
edit of the log. A demo place is made and worked in through the pages; then every detail is looked through."""

import ast
import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.addresses import ADDRESSES
from tests.access.place import POSITIONS, build
from tests.access.test_matrix import is_for_programs, is_let_in, session_of
from tests.principles import tree
from xuezuo.audit.models import Event
from xuezuo.commands.line import run
from xuezuo.organizations.models import Member
from xuezuo.organizations.sealing import unseal

IDENTITY_NUMBER = re.compile(r"(?<![0-9a-f])\d{17}[\dX](?![0-9a-f])")
PERSONAL_KEYS = {"username", "display_name", "member_name", "id_number", "phone", "before", "after"}
KNOWN = {
    "people/actions/posts.py": "the dates of a post",
    "publicity/actions.py": "a number of views",
    "notices/actions.py": "before and after of a proposed requirement: the notice's text",
    "organizations/terms.py": "before and after of a committee's term: two days, and nobody's",
    "briefings/actions.py": "paragraphs, and the name of the signer, who signs in public",
}


@pytest.mark.django_db
def test_a_whole_demo_place_leaves_no_name_in_the_log(tmp_path: Path) -> None:
    assert run(["sample", "--out", str(tmp_path), "--scale", "town", "--json"]) == 0
    for noun, name in (("organizations", "organizations"), ("members", "members")):
        file = next(tmp_path.rglob(f"{name}.*"))
        assert run([noun, "import", str(file), "--json"]) == 0
    details = json.dumps(list(Event.objects.values_list("detail", flat=True)), ensure_ascii=False)
    people = list(Member.objects.all())
    assert len(people) > 100
    assert Event.objects.count() >= 2
    assert [one.name for one in people if len(one.name) > 2 and one.name in details] == []
    assert not IDENTITY_NUMBER.search(details)
    assert unseal(bytes(people[0].id_number or b""), "member.id_number") not in details


@pytest.mark.django_db
def test_no_act_of_any_page_writes_a_planted_name() -> None:
    role = "officer"
    own, spots = build()
    client = Client()
    client.cookies["sessionid"] = session_of(role, own)
    spot = spots["own"]
    before = Event.objects.count()
    for name, entry in ADDRESSES.items():
        if is_let_in(name, role) and not is_for_programs(name) and name != "account_logout":
            path = reverse(name, kwargs=entry.parts(spot) if entry.parts else {})
            for method in (client.get, client.post):
                method(path, entry.sent(spot) if method == client.post else entry.query(spot) if entry.query else {})
    assert Event.objects.count() > before + 5
    planted = [f"秘name·{position}" for position in POSITIONS]
    found = [
        (one.action, one.detail)
        for one in Event.objects.all()
        if any(word in json.dumps(one.detail, ensure_ascii=False) for word in planted)
    ]
    assert found == []


def test_no_action_hands_a_personal_key_to_the_log() -> None:
    found = []
    for file in tree.python():
        name = file.relative_to(tree.SOURCE).as_posix()
        if "audit" not in tree.text(file) or name in KNOWN:
            continue
        for call in ast.walk(tree.parsed(file)):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in ("record", "audit.record"):
                found += [f"{name}: {word.arg}" for word in call.keywords if word.arg in PERSONAL_KEYS]
    assert found == []
