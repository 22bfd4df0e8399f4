"""The installation's own keys, outside the database: made on first use, readable by the owner only.

`field_key` and `index_key` are the first pair for personal values; `field_key_2`, `index_key_2`, … are later ones.
The newest seals what is new. Older ones stay: backups and rows sealed with them are read with them.
"""

import json
import os
import secrets
from pathlib import Path

NAMES = ("session_key", "field_key", "index_key")


def load(folder: Path) -> dict[str, str]:
    """The keys in `folder`/keys.json, each 64 hexadecimal digits; made there if missing.

    Whoever loses the file loses the encrypted columns: it belongs into the backup of keys, not of data.
    """
    file = folder / "keys.json"
    try:
        return dict(json.loads(file.read_text()))
    except FileNotFoundError:
        pass
    folder.mkdir(parents=True, exist_ok=True)
    draft = _draft(folder, {name: secrets.token_hex(32) for name in NAMES})
    try:
        os.link(draft, file)  # fails if another process was first: then its keys hold
    except FileExistsError:
        pass
    draft.unlink()
    return dict(json.loads(file.read_text()))


def add_pair(folder: Path) -> int:
    """One more pair of keys for personal values, with its number. Processes that run already know it after a restart."""
    keys = load(folder)
    number = 2
    while f"field_key_{number}" in keys:
        number += 1
    for kind in ("field", "index"):
        keys[f"{kind}_key_{number}"] = secrets.token_hex(32)
    _draft(folder, keys).replace(folder / "keys.json")
    return number


def _draft(folder: Path, keys: dict[str, str]) -> Path:
    """The keys written down whole and kept, before their file is named."""
    draft = folder / f".keys-{os.getpid()}-{secrets.token_hex(4)}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(json.dumps(keys))
        out.flush()
        os.fsync(out.fileno())
    return draft
