"""What a folder of prepared files says of itself, without opening the files."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

from xuezuo.indicators.row_sets.shape import Row

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """`code` is of the organization at the top, `path` where it stands in the files, `made_at` when reading began."""

    code: str
    name: str
    path: str
    day: date
    tree_day: date
    made_at: datetime
    rows: dict[str, int] = field(default_factory=dict)

    def document(self) -> dict[str, object]:
        return asdict(self) | {
            "day": self.day.isoformat(),
            "tree_day": self.tree_day.isoformat(),
            "made_at": self.made_at.isoformat(),
        }


def manifests_in(folder: Path) -> list[Path]:
    """That of a province, or those of the provinces in a nation's folder."""
    one = folder / MANIFEST
    return [one] if one.exists() else sorted(folder.glob(f"*/{MANIFEST}"))


def read_manifest(file: Path) -> Manifest:
    """Raises OSError or ValueError for anything that is none."""
    told = json.loads(file.read_text(encoding="utf-8"))
    days = {name: date.fromisoformat(told[name]) for name in ("day", "tree_day")}
    return Manifest(**told | days | {"made_at": datetime.fromisoformat(told["made_at"])})


@dataclass(frozen=True)
class Below:
    """Where a province stands in the tree of a nation: its paths begin with `path` there, its rows with its code."""

    path: str
    code: str

    def __call__(self, row: Row, top: str) -> tuple[str, str]:
        return f"{self.code}:{row.row_id}", self.path + row.path[len(top) :]
