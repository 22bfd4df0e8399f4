"""Rosters that came by the browser, kept between looking and writing: a folder each, for the sender alone, for a day.

The file holds personal data, so nobody else can read it, and it is removed as soon as it is written or discarded.
What is done with it is a `Job` (`interchange.jobs`); the folder tells how far that has come.
"""

import fcntl
import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from xuezuo.organizations import rules
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

TOKEN = re.compile(r"[0-9a-f]{32}")
KEPT_SECONDS = 24 * 3600
STARTING_SECONDS = 20
"""So long a job may take until it holds its mark; afterwards one without the mark is dead."""


@dataclass(frozen=True)
class Job:
    """What is being done: `look` or `write`. `desk` is the role at which the sender sat, looked up again by the job."""

    kind: str
    accept_good: bool = False
    desk: Any = None
    language: str = ""
    began: float = 0.0


@dataclass(frozen=True)
class Upload:
    """`document` is the newest report, as the contract shapes it, {} before the first; `what` a key of `jobs.IMPORTS`."""

    token: str
    viewer: int
    what: str
    name: str
    document: dict[str, Any]
    job: Job | None = None

    @property
    def folder(self) -> Path:
        return _folder() / self.token

    @property
    def file(self) -> Path:
        return self.folder / "roster"

    @property
    def errors(self) -> Path:
        return self.folder / "errors.xlsx"

    @property
    def mapping(self) -> Path:
        return self.folder / "mapping.yaml"

    @property
    def mark(self) -> Path:
        """Locked by the job while it lives."""
        return self.folder / "running"

    @property
    def progress(self) -> Path:
        return self.folder / "progress.json"

    @property
    def is_written(self) -> bool:
        return self.document.get("file_outcome") == "imported"


def _folder() -> Path:
    return Path(settings.DATA) / "uploads"


def keep(scope: Scope, what: str, name: str, chunks: Iterable[bytes]) -> Upload:
    """Take a file in. Nothing is judged yet."""
    rules.may_import(scope)
    sweep()
    upload = Upload(secrets.token_hex(16), scope.viewer_id or 0, what, name, {})
    upload.folder.mkdir(parents=True, mode=0o700)
    try:
        with upload.file.open("wb") as out:
            out.writelines(chunks)
        save(upload)
    except BaseException:
        remove(upload)
        raise
    return upload


def save(upload: Upload) -> Upload:
    """Write down what is known of an upload, in one step: the page reads it while the job writes it."""
    about = {name: value for name, value in asdict(upload).items() if name != "token"}
    draft = upload.folder / f".about-{secrets.token_hex(4)}"
    draft.write_text(json.dumps(about, ensure_ascii=False, default=str))
    draft.rename(upload.folder / "about.json")
    return upload


def started(upload: Upload, kind: str, desk: Any, *, accept_good: bool = False) -> Upload:
    """The upload with a job that begins now. Raises `Refusal` while another one is at work on it."""
    if upload.job and is_alive(upload):
        raise Refusal("import_under_way", name=upload.name)
    job = Job(kind, accept_good, desk, get_language() or settings.LANGUAGE_CODE, time.time())
    upload.progress.unlink(missing_ok=True)
    return save(replace(upload, job=job))


def ended(upload: Upload, document: dict[str, Any]) -> Upload:
    """The upload with what its job found. A file that was written is of no more use; the report stays for a day."""
    done = save(replace(upload, job=None, document=document))
    if done.is_written:
        for file in (done.file, done.errors, done.mapping):
            file.unlink(missing_ok=True)
    return done


def by_token(token: str) -> Upload:
    """For the job itself. Raises `NotVisible` for what is gone."""
    if not TOKEN.fullmatch(token):
        raise NotVisible(token)
    try:
        about = json.loads((_folder() / token / "about.json").read_text())
    except FileNotFoundError:
        raise NotVisible(token) from None
    job = Job(**about.pop("job")) if about["job"] else about.pop("job")
    return Upload(token=token, job=job, **about)


def held(scope: Scope, token: str) -> Upload:
    """What the viewer sent. Raises `NotVisible` for what others sent or what is gone."""
    rules.may_import(scope)
    upload = by_token(token)
    if upload.viewer != scope.viewer_id:
        raise NotVisible(token)
    return upload


def waiting(scope: Scope) -> list[Upload]:
    """What the viewer sent and has not come to an end with, newest first."""
    rules.may_import(scope)
    newest = sorted(_folder().glob("*/about.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    found = []
    for file in newest:
        try:
            upload = by_token(file.parent.name)
        except NotVisible:  # removed meanwhile
            continue
        if upload.viewer == scope.viewer_id:
            found.append(upload)
    return found


def is_alive(upload: Upload) -> bool:
    """Whether the job of an upload is still at work, or has just been started."""
    assert upload.job
    return _is_held(upload.mark) or time.time() - upload.job.began < STARTING_SECONDS


@contextmanager
def holding(mark: Path) -> Iterator[None]:
    """Waits until nobody else holds the mark. It goes with the process, however that ends."""
    with mark.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _is_held(mark: Path) -> bool:
    try:
        with mark.open() as other:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return False
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True


def progress_of(upload: Upload) -> dict[str, Any]:
    """`{"step", "done", "total"}` of the job under way; {} before it has said anything."""
    try:
        return dict(json.loads(upload.progress.read_text()))
    except (FileNotFoundError, ValueError):
        return {}


def remove(upload: Upload) -> None:
    shutil.rmtree(upload.folder, ignore_errors=True)


def sweep() -> None:
    """Remove what nobody came back to."""
    oldest = time.time() - KEPT_SECONDS
    for folder in _folder().glob("*"):
        if TOKEN.fullmatch(folder.name) and folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
