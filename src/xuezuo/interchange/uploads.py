"""Rosters that came by the browser, kept between looking and writing: a folder each, for the sender alone, for a day.

The file holds personal data, so nobody else can read it, and it is removed as soon as it is written or discarded.
"""

import json
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from xuezuo.interchange.imports import Options, import_members, import_organizations
from xuezuo.interchange.report import Report
from xuezuo.organizations import rules
from xuezuo.scopes import NotVisible, Scope

IMPORTS: dict[str, Callable[..., Report]] = {"organizations": import_organizations, "members": import_members}
TOKEN = re.compile(r"[0-9a-f]{32}")
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Upload:
    """`document` is the report of the dry run, as the contract shapes it; `what` a key of `IMPORTS`."""

    token: str
    what: str
    name: str
    document: dict[str, Any]

    @property
    def folder(self) -> Path:
        return _folder() / self.token

    @property
    def file(self) -> Path:
        return self.folder / "roster"

    @property
    def errors(self) -> Path:
        return self.folder / "errors.xlsx"


def _folder() -> Path:
    return Path(settings.DATA) / "uploads"


def look(scope: Scope, what: str, name: str, chunks: Iterable[bytes], limits: dict[str, int]) -> tuple[Upload, Report]:
    """Keep a file and judge it without writing. A file refused as a whole is not kept; its report says why."""
    rules.may_import(scope)
    sweep()
    upload = Upload(secrets.token_hex(16), what, name, {})
    upload.folder.mkdir(parents=True, mode=0o700)
    try:
        with upload.file.open("wb") as out:
            out.writelines(chunks)
        options = Options(dry_run=True, errors_to=upload.errors, name=name, limits=limits)
        report = IMPORTS[what](upload.file, by=scope, options=options)
        if report.refusal is None:
            about = {"viewer": scope.viewer_id, "what": what, "name": name, "report": report.document()}
            (upload.folder / "about.json").write_text(json.dumps(about, ensure_ascii=False))
    except BaseException:
        remove(upload)
        raise
    if report.refusal is not None:
        remove(upload)
    return upload, report


def held(scope: Scope, token: str) -> Upload:
    """What the viewer sent. Raises `NotVisible` for what others sent or what is gone."""
    rules.may_import(scope)
    if not TOKEN.fullmatch(token):
        raise NotVisible(token)
    try:
        about = json.loads((_folder() / token / "about.json").read_text())
    except FileNotFoundError:
        raise NotVisible(token) from None
    if about["viewer"] != scope.viewer_id:
        raise NotVisible(token)
    return Upload(token, about["what"], about["name"], about["report"])


def write(scope: Scope, upload: Upload, *, accept_good: bool) -> Report:
    """Import what was looked at, judging it anew: the place may have changed meanwhile. Removed once written."""
    options = Options(accept_good=accept_good, name=upload.name)
    report = IMPORTS[upload.what](upload.file, by=scope, options=options)
    if report.written:
        remove(upload)
    return report


def remove(upload: Upload) -> None:
    shutil.rmtree(upload.folder, ignore_errors=True)


def sweep() -> None:
    """Remove what nobody came back to."""
    oldest = time.time() - KEPT_SECONDS
    for folder in _folder().glob("*"):
        if TOKEN.fullmatch(folder.name) and folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
