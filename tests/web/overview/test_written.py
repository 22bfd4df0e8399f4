"""Figures written out: what is escaped, what each kind says, and that a kept page shows nobody another's."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils.translation import override

from tests import factories
from tests.web.overview.conftest import TODAY
from xuezuo.indicators.declared import indicators
from xuezuo.web.overview import written
from xuezuo.web.overview.numbers import Number, Shown
from xuezuo.web.shared import pure
from xuezuo.web.templatetags.numbers import figure_numbers

UNIT = "<个>"
EVIL = '"><script>'


def cell(numbers: written.Numbers) -> str:
    row = written.rows_below([("/f/", UNIT)], [("名", "/o/", "organization=1&own=1", [numbers])])
    found = re.search(r"<td>(.*)</td>", row)
    assert found
    return found[1]


def test_a_share_says_all_of_it_and_every_number_opens_its_rows() -> None:
    with override("zh-hans"):
        assert cell((4000, 1000)) == (
            '<span class="xz-percent">25.0%</span> <progress max="4000" value="1000" aria-hidden="true"></progress> '
            '<span><a href="/f/?organization=1&amp;own=1&amp;part=settled" data-number="1000">1,000</a> / '
            '<a href="/f/?organization=1&amp;own=1&amp;part=expected" data-number="4000">4,000</a> &lt;个&gt;</span> '
            '<span class="xz-quiet">未达到 '
            '<a href="/f/?organization=1&amp;own=1&amp;part=outstanding" data-number="3000">3,000</a></span>'
        )


def test_nothing_due_has_no_share_and_nothing_outstanding_is_not_said() -> None:
    assert "%" not in cell((0, 0))
    assert "outstanding" not in cell((0, 0))
    assert "outstanding" not in cell((7, 7))
    assert "100.0%" in cell((7, 7))


def test_a_tally_is_a_number_and_its_unit() -> None:
    assert cell((None, 12)) == (
        '<a href="/f/?organization=1&amp;own=1&amp;part=settled" data-number="12">12</a> &lt;个&gt;'
    )


def test_what_is_too_small_says_so_and_holds_no_number() -> None:
    with override("en"):
        assert cell(None) == '<span class="xz-quiet">too few to show</span>'


@pytest.mark.parametrize("numbers", [(9, 4), (9, 9), (0, 0), (None, 3), None])
def test_all_pages_write_a_figure_alike(numbers: written.Numbers) -> None:
    one = indicators()["study_coverage"]
    at = {part: f"/f/?a=1&part={part}" for part in ("settled", "expected", "outstanding")}
    expected, settled = numbers or (None, None)
    shown = Shown(
        one,
        None if settled is None else Number(settled, at["settled"]),
        None if expected is None else Number(expected, at["expected"]),
        None if expected is None or settled is None else Number(expected - settled, at["outstanding"]),
    )
    row = written.rows_below([("/f/", one.unit)], [("名", "/o/", "a=1", [numbers])])
    assert f"<td>{figure_numbers(shown)}</td>" in row


def test_whatever_comes_from_outside_is_escaped() -> None:
    rows = written.rows_below([(EVIL, EVIL)], [(EVIL, EVIL, EVIL, [(2, 1)])])
    entries = written.figures(EVIL, [(EVIL, EVIL, EVIL, EVIL, (2, 1))])
    assert "<script>" not in rows + entries
    assert rows.count("&lt;script&gt;") == 9
    assert entries.count("&lt;script&gt;") == 10


def test_a_row_with_a_cell_too_few_is_no_row() -> None:
    with pytest.raises(ValueError, match="zip"):
        written.rows_below([("/f/", ""), ("/g/", "")], [("名", "/o/", "", [(2, 1)])])


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> pure.Pieces:
    fresh = pure.Pieces()
    monkeypatch.setattr(pure, "pieces", fresh)
    return fresh


def main(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    text = page.content.decode()
    return text[text.index("<dl") : text.index("</main>")]


@pytest.mark.django_db
def test_a_page_kept_in_pieces_is_never_old(county: SimpleNamespace, client: Client, pieces: pure.Pieces) -> None:
    client.force_login(county.officer)
    seen = [main(client, "/organizations/099/")]
    assert main(client, "/organizations/099/") == seen[0]
    factories.record(county.branches[3], TODAY, kinds=("general", "lecture"), speaker_tier="cadre")
    seen.append(main(client, "/organizations/099/"))
    county.towns[0].name = "改名镇"
    county.towns[0].save()
    seen.append(main(client, "/organizations/099/"))
    assert "改名镇" in seen[2]
    seen.append(main(client, "/organizations/099/?as_of=2016-09-30"))
    seen.append(main(client, "/organizations/099/?as_of=2016-09-30&tree=now"))
    seen.append(main(client, "/organizations/099/?own=1"))
    client.cookies["django_language"] = "en"
    seen.append(main(client, "/organizations/099/"))
    assert len(set(seen)) == len(seen)
    kept = [main(client, "/organizations/099/")]
    pieces._texts.clear()
    assert kept == [main(client, "/organizations/099/")]


@pytest.mark.django_db
def test_pieces_name_nobody_and_protect_no_form(county: SimpleNamespace, client: Client, pieces: pure.Pieces) -> None:
    tokens = []
    for who in ("officer", "township", "secretary"):
        user = getattr(county, who)
        user.display_name = f"姓名之{who}"
        user.save()
        client.force_login(user)
        code = {"officer": "099", "township": "099001", "secretary": "099001001"}[who]
        page = client.get(f"/organizations/{code}/").content.decode()
        assert user.display_name in page
        tokens += re.findall(r'csrfmiddlewaretoken" value="(\w+)"|X-CSRFToken": "(\w+)"|data-owner="(\w+)"', page)
    texts = "".join([*pieces._texts, *pieces._texts.values()])
    secrets = {one for found in tokens for one in found if one}
    assert len(secrets) >= 6
    assert not [one for one in (*secrets, "姓名之", "nonce") if one in texts]


@pytest.mark.django_db
def test_what_is_kept_opens_nothing_to_others(county: SimpleNamespace, client: Client, pieces: pure.Pieces) -> None:
    client.force_login(county.officer)
    shown = [main(client, f"/organizations/{code}/") for code in ("099", "099001", "099002")]
    client.force_login(county.township)
    assert main(client, "/organizations/099001/") == shown[1]
    missing = client.get("/organizations/nothing/")
    for code in ("099", "099002"):
        refused = client.get(f"/organizations/{code}/")
        assert refused.status_code == missing.status_code == 404
        assert "<dl" not in refused.content.decode()
