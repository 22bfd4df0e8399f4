"""`xuezuo uploads work TOKEN`: what the pages start for a large roster that came by the browser."""

import argparse
import os

from xuezuo.commands.line import Answer, verb
from xuezuo.interchange import jobs


def work(asked: argparse.Namespace) -> Answer:
    os.nice(5)  # pages come first
    upload = jobs.work(asked.token)
    return {"refused": 2, "blocked": 1}.get(upload.document["file_outcome"], 0), upload.document


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    noun = nouns.add_parser("uploads", help="rosters that came by the browser; the pages call this themselves")
    verbs = noun.add_subparsers(required=True, metavar="verb")
    verb(verbs, "work", work, "look at or write one of them").add_argument("token", metavar="TOKEN")
