"""`xuezuo briefing --organization CODE --as-of DATE --out FILE`."""

import argparse
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from xuezuo.briefings import actions, files, queries
from xuezuo.briefings.models import Briefing
from xuezuo.briefings.template_files import DEFAULT, all_templates
from xuezuo.commands.figures import day
from xuezuo.commands.line import Answer, say, verb
from xuezuo.organizations.queries import placement_by_code
from xuezuo.refusals import Refusal
from xuezuo.scopes import Scope, operator


def write(asked: argparse.Namespace) -> Answer:
    """Draft, sign if a name is given, and write the file."""
    by = operator()
    kind = files.kind_of(asked.out.name)
    asked.as_of = day(asked.as_of)
    if not asked.out.parent.is_dir():
        raise Refusal("folder_missing", name=asked.out.parent)
    with transaction.atomic():  # a file that cannot be made leaves no briefing behind
        one = _drafted(by, asked)
        if asked.sign:
            actions.sign(by=by, briefing_id=one.pk, name=asked.sign)
            one = queries.briefing(by, one.pk)
        part = asked.out.with_name(f".{asked.out.name}.part")
        part.write_bytes(files.written(by, one, kind))
        part.replace(asked.out)
    document = queries.as_document(by, one)
    for figure in document["figures"]:
        say(f"{figure['title']}  {figure['printed']}")
    say(_("%(title)s, No. %(number)s, is in %(file)s.") % {**document, "file": asked.out})
    if not asked.sign:
        say(_("It is a draft: its figures stand still once it is signed, on its page or with --sign NAME."))
    return 0, {"briefing": one.pk, "file": str(asked.out), **document}


def _drafted(by: Scope, asked: argparse.Namespace) -> Briefing:
    """The open draft of the day if somebody worked on it; else a new one, in the place of one nobody touched."""
    placement = placement_by_code(by, asked.organization, asked.as_of)
    found = queries.open_draft(by, placement.organization_id, asked.template, asked.as_of)
    if found and not queries.is_untouched(by, found):
        return found
    if found:
        actions.discard(by=by, briefing_id=found.pk)
    return actions.draft(by=by, organization=asked.organization, as_of=asked.as_of, template_code=asked.template)


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    briefing = verb(nouns, "briefing", write, "a briefing whose every number is counted")
    briefing.add_argument("--organization", required=True, metavar="CODE")
    briefing.add_argument("--as-of", required=True, metavar="DATE", help="2016-10-20")
    briefing.add_argument("--out", required=True, type=Path, metavar="FILE", help=".docx, .pdf or .json by the ending")
    briefing.add_argument("--template", default=DEFAULT, metavar="CODE", help=", ".join(all_templates()))
    briefing.add_argument("--sign", default="", metavar="NAME", help="sign it with this name printed under it")
