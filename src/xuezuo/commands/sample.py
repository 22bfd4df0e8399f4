"""`xuezuo sample`: a made-up place as files a user could have."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from xuezuo.commands.line import Answer, say, verb
from xuezuo.commands.progress import bar
from xuezuo.refusals import Refusal
from xuezuo.sampledata import place_files
from xuezuo.sampledata.scales import SCALES

SEED = 1


def sample(asked: argparse.Namespace) -> Answer:
    try:
        with bar(_("Writing the made-up place")) as progress:
            written = place_files.write(asked.scale, asked.seed, asked.out, progress)
    except OSError as problem:
        raise Refusal("file_not_writable", name=asked.out, reason=problem.strerror) from problem
    say(
        _("%(organizations)s organizations, %(members)s members, %(activity)s lines of activity in %(folder)s.")
        % {**written, "folder": asked.out}
    )
    return 0, written


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = verb(nouns, "sample", sample, "write a made-up place as files")
    parser.add_argument("--scale", choices=list(SCALES), default="county")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, required=True)
