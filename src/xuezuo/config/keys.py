"""The installation's own keys, outside the database: made on first use, readable by the owner only."""

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
    made = json.dumps({name: secrets.token_hex(32) for name in NAMES})
    draft = folder / f".keys-{os.getpid()}-{secrets.token_hex(4)}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(made)
    try:
        os.link(draft, file)  # fails if another process was first: then its keys hold
    except FileExistsError:
        pass
    draft.unlink()
    return dict(json.loads(file.read_text()))
