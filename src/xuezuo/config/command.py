"""The console script: sets Django up, then hands over to `xuezuo.commands`."""

import os
import sys

from xuezuo.config.options import keep_files_private


def main() -> None:
    keep_files_private()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xuezuo.config.settings")
    import django  # reason: settings must be named before Django is imported

    django.setup()
    from xuezuo.commands.line import run  # reason: needs the rooms set up

    sys.exit(run(sys.argv[1:]))
