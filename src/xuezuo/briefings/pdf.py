"""The Word file as PDF, by the LibreOffice of the machine if it has one: one layout, written once."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from xuezuo.refusals import Refusal

PROGRAMS = ("soffice", "libreoffice")
PATIENCE = 120  # seconds; the first start of LibreOffice makes its profile


def program() -> str | None:
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def as_pdf(word: bytes, name: str) -> bytes:
    """Raises `Refusal` where there is no LibreOffice, or where it fails; `name` is the file that was asked for."""
    office = program()
    if office is None:
        raise Refusal("briefing_no_pdf", name=name)
    with tempfile.TemporaryDirectory(prefix="xuezuo-pdf-") as folder:
        source = Path(folder) / "briefing.docx"
        source.write_bytes(word)
        profile = (Path(folder) / "profile").as_uri()  # of our own: a running LibreOffice would swallow the request
        words = ["--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir"]
        try:
            subprocess.run(  # noqa: S603 - our own words and files
                [office, *words, folder, str(source)], capture_output=True, timeout=PATIENCE, check=True
            )
            return source.with_suffix(".pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as problem:
            raise Refusal("briefing_pdf_failed", name=name, reason=type(problem).__name__) from problem
