"""`xuezuo accounts create` and `xuezuo accounts codes`: accounts by the thousand, and the slips that open them."""

import argparse
import csv
import html
import io
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from xuezuo.accounts import actions
from xuezuo.accounts.actions.activations import NewAccount, Slip
from xuezuo.accounts.queries.activations import places_by_code, users_by_name
from xuezuo.commands.account_roles import roles_verbs
from xuezuo.commands.line import Answer, say, verb
from xuezuo.indicators.tables import safe
from xuezuo.refusals import Refusal
from xuezuo.scopes import operator

COLUMNS = {
    "organization": "组织代码",
    "username": "用户名",
    "name": "姓名",
    "role": "角色",
}
"""What the first line of the file says, in English or in Chinese."""


def create(asked: argparse.Namespace) -> Answer:
    """Make the accounts of a file with their roles and write the codes that open them."""
    by, lines = operator(), _lines(asked.file, ("organization", "username", "name"))
    places = places_by_code(by, sorted({line["organization"] for line in lines}))
    accounts = []
    for number, line in enumerate(lines, 2):
        if line["organization"] not in places:
            raise Refusal("accounts_file_code", line=number, code=line["organization"])
        role = line.get("role") or "secretary"
        accounts.append(NewAccount(line["username"], line["name"], places[line["organization"]], role))
    with transaction.atomic():
        users = actions.create_many(by=by, accounts=accounts)
        _write(asked.out, actions.issue(by=by, users=users))
    say(
        _("%(count)s accounts made. Their codes are in %(file)s and nowhere else: hand them out, then remove the file.")
        % {"count": len(users), "file": asked.out}
    )
    return 0, {"made": len(users), "out": str(asked.out)}


def codes(asked: argparse.Namespace) -> Answer:
    """New codes for accounts that are there: lost slips, lost passwords."""
    by, lines = operator(), _lines(asked.file, ("username",))
    users = users_by_name(by, [line["username"] for line in lines])
    if missing := sorted({line["username"].lower() for line in lines} - {user.username.lower() for user in users}):
        raise Refusal("not_found", name=missing[0])
    with transaction.atomic():
        _write(asked.out, actions.issue(by=by, users=users, reason=asked.reason))
    say(
        _("%(count)s codes are in %(file)s and nowhere else: hand them out, then remove the file.")
        % {"count": len(users), "file": asked.out}
    )
    return 0, {"issued": len(users), "out": str(asked.out)}


def _lines(file: Path, needed: tuple[str, ...]) -> list[dict[str, str]]:
    """The lines of a CSV file in UTF-8 or GB18030, by our names of the columns."""
    try:
        raw = file.read_bytes()
    except OSError as problem:
        raise Refusal("file_missing", name=file) from problem
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    ours = {shown: name for name, shown in COLUMNS.items()} | {name: name for name in COLUMNS}
    reader = csv.DictReader(io.StringIO(text))
    heads = {head: ours.get((head or "").strip().lower()) for head in reader.fieldnames or ()}
    for name in needed:
        if name not in heads.values():
            raise Refusal("accounts_file_column", column=name, columns=tuple(COLUMNS))
    lines = []
    for number, row in enumerate(reader, 2):
        line = {name: (row.get(head) or "").strip() for head, name in heads.items() if name}
        if lacking := [name for name in needed if not line[name]]:
            raise Refusal("accounts_file_line", line=number, column=lacking[0])
        lines.append(line)
    return lines


def _write(out: Path, slips: list[Slip]) -> None:
    """As CSV, or as a page of slips to print and cut; readable by the owner only, and never over another file."""
    try:
        with out.open("x", encoding="utf-8-sig", newline="") as file:
            if out.suffix.lower() in (".html", ".htm"):
                file.write(_page(slips))
            else:
                lines = csv.writer(file)
                lines.writerow((_("Name to sign in with"), _("Name"), _("Activation code")))
                lines.writerows((safe(slip.username), safe(slip.display_name), slip.code) for slip in slips)
    except FileExistsError as problem:
        raise Refusal("accounts_out_exists", file=out) from problem


def _page(slips: list[Slip]) -> str:
    """Two slips a row with lines to cut along; plain enough for any browser's printer."""
    cells = [
        f"<td width='50%'><b>{html.escape(slip.display_name or slip.username)}</b><br>"
        f"{_('Name to sign in with')}: <code>{html.escape(slip.username)}</code><br>"
        f"{_('Activation code')}: <code>{slip.code}</code><br>"
        f"<small>{_('Works once. Open your account on the sign-in page under “I have a slip with an activation code”.')}</small></td>"
        for slip in slips
    ]
    rows = "".join(f"<tr>{''.join(cells[start : start + 2])}</tr>" for start in range(0, len(cells), 2))
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{_('Activation codes')}</title></head>"
        f"<body><table border='1' width='100%' cellpadding='14' cellspacing='0'>{rows}</table></body></html>"
    )


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verbs = nouns.add_parser("accounts", help="people who sign in").add_subparsers(required=True, metavar="verb")
    made = verb(verbs, "create", create, "make accounts from a CSV file and write the codes that open them")
    made.add_argument(
        "file", type=Path, metavar="FILE.csv", help="columns organization, username, name, and role (secretary)"
    )
    anew = verb(verbs, "codes", codes, "new codes for accounts that are there")
    anew.add_argument("file", type=Path, metavar="FILE.csv", help="column username")
    anew.add_argument("--reason", default="", help="why, for the audit")
    for parser in (made, anew):
        parser.add_argument("--out", type=Path, required=True, metavar="OUT", help="a .csv, or .html to print and cut")
    roles_verbs(verbs)
