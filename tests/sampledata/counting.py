"""Counting a file of activity by hand: slow, obvious, and written from the contract without a look at the product."""

import json
from pathlib import Path

DAY = "2016-10-20"


def lines(folder: Path) -> list[dict]:
    with (folder / "activity.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def counted(folder: Path, day: str = DAY) -> dict[str, int]:
    """Every figure of the reference notice at the end of a day (ISO dates compare as text)."""
    records, cases, terms, publications = [], [], [], {}
    for line in lines(folder):
        if line["type"] == "record" and line["held_on"] <= day:
            records.append(line)
        if line["type"] == "case" and line["found_on"] <= day:
            cases.append(line)
        if line["type"] == "term":
            terms.append(line)
        if line["type"] == "publication" and line["published_on"] <= day:
            key = (line["organization"], line["kind"], line["title"])
            publications.setdefault(key, [])
            if line["counted_on"] <= day:
                publications[key].append((line["counted_on"], line["views"]))
    lost = [case for case in cases if case["kind"] == "lost_contact"]
    ended = [
        term for term in terms if day[:4] == term["ends_on"][:4] and term["ends_on"] <= day and not deferred(term, day)
    ]
    return {
        "seminar_attendance": sum(one["attended"] for one in records if "study_group" in one["kinds"]),
        "lectures_given": sum(1 for one in records if "lecture" in one["kinds"] and one["speaker_tier"] == "cadre"),
        "secretaries_trained": sum(one["attended"] for one in records if "training" in one["kinds"]),
        "deed_films": sum(1 for _, kind, _ in publications if kind == "deed_film"),
        "short_films": sum(1 for _, kind, _ in publications if kind == "short_film"),
        "publication_views": sum(max(totals)[1] for totals in publications.values() if totals),
        "lost_contact_found": len(lost),
        "lost_contact_reached": sum(1 for case in lost if case.get("contacted_on", "9999") <= day),
        "weak_organizations_rectified": sum(1 for case in cases if rectified(case, day)),
        "terms_ended": len(ended),
        "terms_on_time": sum(1 for term in ended if term.get("renewed_on", "9999") <= term["ends_on"]),
    }


def rectified(case: dict, day: str) -> bool:
    if case["kind"] != "weak_organization" or case.get("closed_on", "9999") > day:
        return False
    relapsed = case["looked_back_on"] <= day and not case["holds"] and case["looked_back_on"] > case["closed_on"]
    return not relapsed


def deferred(term: dict, day: str) -> bool:
    return term.get("deferred_until", "0000") >= day
