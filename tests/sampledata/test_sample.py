"""The made-up place: the same bytes each time, people who cannot exist, and the figures of the notice by counting."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sampledata.counting import counted, lines
from xuezuo.interchange import id_numbers
from xuezuo.sampledata import place_files
from xuezuo.sampledata.chance import dice, picked, spread
from xuezuo.sampledata.people import members
from xuezuo.sampledata.scales import AS_OF, SCALES, Scale, targets
from xuezuo.sampledata.tree import organizations

PROVINCE = {
    "seminar_attendance": 127_000,
    "lectures_given": 92_000,
    "secretaries_trained": 16_000,
    "deed_films": 12,
    "short_films": 10,
    "publication_views": 260_000,
    "lost_contact_found": 17_000,
    "lost_contact_reached": 13_000,
    "weak_organizations_rectified": 760,
    "terms_ended": 25_000,
    "terms_on_time": 24_150,
}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    place_files.write("county", 1, folder)
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_another_process_with_other_hashes_writes_the_same_bytes(county: Path, tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from xuezuo.sampledata import place_files as p; "
    script += "p.write('county', 1, Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, env=os.environ | {"PYTHONHASHSEED": "7"})

    assert content(tmp_path) == content(county)


def test_another_seed_is_another_place_with_the_same_figures(county: Path, tmp_path: Path) -> None:
    place_files.write("county", 2, tmp_path)

    assert (tmp_path / "activity.jsonl").read_bytes() != (county / "activity.jsonl").read_bytes()
    assert counted(tmp_path) == counted(county)


def test_smaller_file_of_an_earlier_run_is_removed(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text("from a larger place")
    place_files.write("town", 1, tmp_path)

    assert not (tmp_path / "members.csv").exists()


@pytest.mark.parametrize("name", ["town", "county", pytest.param("city", marks=pytest.mark.slow)])
def test_figures_are_the_province_s_share(name: str, tmp_path: Path) -> None:
    place_files.write(name, 1, tmp_path)
    share = SCALES[name].organizations / 103_000
    wanted = {code: max(1, round(figure * share)) for code, figure in PROVINCE.items()}
    wanted["terms_on_time"] = min(
        range(wanted["terms_ended"] + 1), key=lambda settled: abs(settled / wanted["terms_ended"] - 0.966)
    )

    assert counted(tmp_path) == wanted


@pytest.mark.scale
def test_province_has_the_figures_of_the_notice(tmp_path: Path) -> None:
    written = place_files.write("province", 1, tmp_path)

    assert written["organizations"] == 103_000
    assert 1_350_000 < written["members"] < 1_450_000  # type: ignore[operator]
    assert counted(tmp_path) == PROVINCE


def test_a_day_later_counts_more(county: Path) -> None:
    """Something of every sort is dated after the day, so that a count that forgets its day is caught."""
    day, later = counted(county), counted(county, "2016-12-31")

    grown = {code for code in day if later[code] > day[code]}
    assert grown >= {
        "seminar_attendance", "lectures_given", "lost_contact_reached", "weak_organizations_rectified", "terms_ended",
    }  # fmt: skip


@pytest.mark.parametrize("scale", SCALES.values(), ids=lambda scale: scale.name)
def test_tree_has_its_size_and_each_code_once(scale: Scale) -> None:
    places = list(organizations(scale, 1))
    codes = {place.code for place in places}

    assert len(places) == len(codes) == targets(scale)["organizations"]
    assert all(place.parent in codes for place in places[1:])
    assert all(place.code[:-3] == place.parent for place in places[1:])
    assert SCALES["province"].organizations == 103_000


def test_nobody_can_exist() -> None:
    people = []
    for index, place in enumerate(organizations(SCALES["county"], 1)):
        if place.level == "branch":
            people += members(place, 1, index, len(people))
    numbers = [person.id_number for person in people]

    assert len(set(numbers)) == len(people)
    assert all(number.startswith("99") and not id_numbers.region_is_possible(number) for number in numbers)
    assert all(id_numbers.check_digit(number[:17]) == number[17] for number in numbers)
    assert all(id_numbers.birth_of(p.id_number).toordinal() == p.born for p in people)
    assert all((id_numbers.sex_of(p.id_number) == "female") == p.female for p in people)
    assert all(not person.phone or person.phone.startswith("100") for person in people)
    assert all(person.joined - person.born >= 18 * 365.24 for person in people)


def test_uneven_as_a_real_place_is(county: Path) -> None:
    """Private firms and social organizations lie lower, and a few branches have nothing at all."""
    places = {place.code: place for place in organizations(SCALES["county"], 1) if place.level == "branch"}
    studied = {line["organization"] for line in lines(county) if "RD01" in line.get("readings", ())}

    def share(*sectors: str) -> float:
        here = [code for code, place in places.items() if place.sector in sectors]
        return sum(1 for code in here if code in studied) / len(here)

    assert share("private_enterprise", "social_organization") < share("village", "organ", "community") - 0.05
    recorded = {line["organization"] for line in lines(county) if line["type"] == "record"}
    assert 0.01 < sum(1 for code in places if code not in recorded) / len(places) < 0.09


def test_headcounts_add_up(county: Path) -> None:
    sizes, before = {}, 0
    for index, place in enumerate(organizations(SCALES["county"], 1)):
        if place.level == "branch":
            sizes[place.code] = len(members(place, 1, index, before))
            before += sizes[place.code]
    general = [one for one in lines(county) if "general" in one.get("kinds", ())]

    assert general
    assert all(one["attended"] + len(one.get("absent", ())) == sizes[one["organization"]] for one in general)
    assert {line["held_on"] > AS_OF.isoformat() for line in general} == {True, False}


def test_spread_is_exact() -> None:
    assert spread(10, [1, 1, 2]) == [2, 3, 5]
    assert spread(0, [1, 2]) == [0, 0]
    assert sum(spread(127_000, [0.1] * 1_196)) == 127_000


def test_picked_takes_everybody_before_anybody_twice() -> None:
    chosen = picked(dice(1, "test"), [4, 5, 6], 7)

    assert sorted(chosen.count(one) for one in (4, 5, 6)) == [2, 2, 3]
    assert picked(dice(1, "test"), [], 3) == []
