"""The console script: sets Django up, then hands over to `xuezuo.commands`."""

import os
import sys

import dj_database_url

from xuezuo.config.options import keep_files_private

FOLDER = {
    "zh": "XUEZUO_DATA指定的文件夹无法写入（{}）；请换一个位置。",
    "en": "The folder that XUEZUO_DATA names cannot be written ({}); name another.",
}
DATABASE = {
    "zh": "XUEZUO_DATABASE_URL无法识别；请写成postgres://用户@主机/库名或sqlite:///路径。",
    "en": "XUEZUO_DATABASE_URL cannot be read; write it as postgres://user@host/name or sqlite:///path.",
}


def main() -> None:
    keep_files_private()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xuezuo.config.settings")
    import django  # reason: settings must be named before Django is imported

    try:
        django.setup()
    except OSError as error:
        sys.exit(_refused(FOLDER, f"{error.filename}: {error.strerror}"))
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError):
        sys.exit(_refused(DATABASE))
    from xuezuo.commands.line import run  # reason: needs the rooms set up

    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # `xuezuo list … | head`: whoever reads has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def _refused(sentence: dict[str, str], *places: str) -> int:
    """Without settings there are no catalogues yet, so these two sentences bring their languages along."""
    language = "en" if os.environ.get("XUEZUO_LANGUAGE", "").startswith("en") else "zh"
    sys.stderr.write(sentence[language].format(*places) + "\n")
    return 2
