"""`xuezuo organizations import FILE`."""

import argparse

from xuezuo.commands.rosters import add_import
from xuezuo.interchange.imports import import_organizations


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    noun = nouns.add_parser("organizations", help="the tree of organizations")
    add_import(noun, import_organizations, "create and update organizations from a roster (XLSX, XLS, CSV)")
