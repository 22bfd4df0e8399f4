"""How large each place is, and the figures its activity must add up to on the day of the reference notice."""

from dataclasses import dataclass
from datetime import date

AS_OF = date(2016, 10, 20)
"""The day on which the notice speaks: figures are exact at its end."""

DUTIES_FROM = date(2016, 7, 1)
"""From here the rhythm of branch life is counted: what was before the system came is nobody's debt."""


@dataclass(frozen=True)
class Scale:
    """Numbers of organizations a level; `general` branches stand between some townships and their branches."""

    name: str
    cities: int
    counties: int
    townships: int
    general: int
    branches: int

    @property
    def organizations(self) -> int:
        levels = {"town": 0, "county": 1, "city": 2, "province": 3}[self.name]
        upper = (self.townships, self.counties, self.cities)[:levels]
        return 1 + sum(upper) + self.general + self.branches


SCALES = {
    scale.name: scale
    for scale in (
        Scale("town", 0, 0, 1, 2, 27),
        Scale("county", 0, 1, 11, 27, 961),
        Scale("city", 1, 8, 107, 270, 9_614),
        Scale("province", 10, 85, 1_100, 2_781, 99_023),
    )
}

PROVINCE = {
    "seminar_attendance": 127_000,
    "lectures_given": 92_000,
    "deed_films": 12,
    "short_films": 10,
    "publication_views": 260_000,
    "lost_contact_found": 17_000,
    "lost_contact_reached": 13_000,
    "secretaries_trained": 16_000,
    "weak_organizations_rectified": 760,
    "terms_ended": 25_000,
}
ON_TIME = 0.966


def targets(scale: Scale) -> dict[str, int]:
    """What counting must give at the end of `AS_OF`: the province's figures, or their share by organizations."""
    share = scale.organizations / SCALES["province"].organizations
    found = {code: max(1, round(figure * share)) for code, figure in PROVINCE.items()}
    found["organizations"] = scale.organizations
    found["terms_on_time"] = round(found["terms_ended"] * ON_TIME)
    return found
