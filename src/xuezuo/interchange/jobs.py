"""Looking at a roster and writing it, done for somebody who waits at a page.

A small file is done while they wait. A large one is done by a process of its own, so that pages are served meanwhile; it
tells how far it has come in the upload's folder, and whoever closes the page finds it there again. Killed, it leaves the
database as it was: an import is one transaction.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from xuezuo.accounts.queries import scope_for
from xuezuo.interchange import matching, uploads
from xuezuo.interchange.imports import Options, import_members, import_organizations
from xuezuo.interchange.report import Report
from xuezuo.interchange.uploads import Upload
from xuezuo.organizations import rules
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, Scope

IMPORTS: dict[str, Callable[..., Report]] = {"organizations": import_organizations, "members": import_members}
SMALL = 2 * 2**20
"""Bytes: up to some 20,000 rows, a second or two."""

TOLD_EVERY = 0.25
ASKED_EVERY = 20
"""Seconds after which a job asks again whether its sender still has the role: one lost is lost within a minute."""

WAITS = "wait"
"""The step of a job while another roster is being written."""


def begin(scope: Scope, upload: Upload, kind: str, desk: Any, limits: dict[str, int], **more: bool) -> Upload:
    """Start a job; small ones are over when this returns. Raises `Refusal` while one is at work on the file."""
    upload = uploads.started(upload, kind, desk, **more)
    if upload.file.stat().st_size <= SMALL:
        return carry_out(upload, lambda: scope, limits)
    starter = "from xuezuo.config.command import main; main()"
    subprocess.Popen(  # noqa: S603 - our own interpreter and a token of ours
        [sys.executable, "-c", starter, "uploads", "work", upload.token],
        env=os.environ | {"XUEZUO_DATA": str(settings.DATA)},
        stdin=subprocess.DEVNULL,
    )
    return upload


def work(token: str, limits: dict[str, int] | None = None) -> Upload:
    """Carry out the job of an upload, as the person who sent it: with the role that they hold now, not then."""
    upload = uploads.by_token(token)
    if upload.job is None:
        raise NotVisible(token)
    desk = upload.job.desk

    def now() -> Scope:
        person = (
            ModelBackend().get_user(upload.viewer) or AnonymousUser()
        )  # nobody, if the account was closed meanwhile
        return scope_for(person, desk)

    return carry_out(upload, now, limits or {})


def carry_out(upload: Upload, scope: Callable[[], Scope], limits: dict[str, int]) -> Upload:
    """Look or write, one roster at a time over the whole place. `scope` is asked once its turn has come, for it may have
    waited for minutes, and again while it works: a role that was lost meanwhile writes nothing."""
    job = upload.job
    assert job
    told = _Told(upload.progress, scope)
    with uploads.holding(upload.mark), translation.override(job.language):
        told(WAITS, 0, 0)
        with uploads.holding(upload.folder.parent / ".one-at-a-time"):
            options = Options(
                dry_run=job.kind == "look",
                accept_good=job.accept_good,
                errors_to=upload.errors if job.kind == "look" else None,
                map_file=upload.mapping if upload.mapping.exists() else None,
                name=upload.name,
                progress=told,
                ask_again=told.ask_again,
                limits=limits,
            )
            try:
                report = IMPORTS[upload.what](upload.file, by=scope(), options=options)
            except NotVisible:  # the role was lost meanwhile
                report = Report()
                report.refuse(Refusal("import_not_allowed"))
            if report.written:
                matching.remember(upload)
            return uploads.ended(upload, report.document())


class _Told:
    """How far the work has come, written down a few times a second; and now and then whether it may go on.

    The write is one transaction: `NotVisible` out of it takes everything back. A step that is done is done, and asks no
    more; only a first roster, written by another process, is asked for once more before its commit."""

    def __init__(self, file: Path, scope: Callable[[], Scope]) -> None:
        self.file, self.last, self.step = file, 0.0, ""
        self.scope, self.asked = scope, time.monotonic()

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if step != WAITS and done < total and now - self.asked >= ASKED_EVERY:
            self.ask_again()
        if step == self.step and now - self.last < TOLD_EVERY:
            return
        self.last, self.step = now, step
        draft = self.file.with_suffix(".draft")
        draft.write_text(json.dumps({"step": step, "done": done, "total": total}))
        draft.rename(self.file)

    def ask_again(self) -> None:
        """Raises `NotVisible` if the role was lost."""
        self.asked = time.monotonic()
        rules.may_import(self.scope())
