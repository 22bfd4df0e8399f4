"""`xuezuo members import FILE`."""

import argparse

from xuezuo.commands.rosters import add_import
from xuezuo.interchange.imports import import_members


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    noun = nouns.add_parser("members", help="the roster of members")
    add_import(noun, import_members, "create and update members from a roster (XLSX, XLS, CSV)")
