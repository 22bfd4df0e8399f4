"""`xuezuo seal status`, `seal new-keys` and `seal rotate`: suite and keys of personal values, and changing them."""

import argparse
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from xuezuo import keys
from xuezuo.commands.line import Answer, say, verb
from xuezuo.commands.progress import Told, bar
from xuezuo.organizations import sealing
from xuezuo.privacy.actions import reseal_batch
from xuezuo.privacy.queries.forms import Sealed, count_of, forms_in_use, sealed_tables
from xuezuo.scopes import operator


def _name(form: int) -> str:
    suite = "sm" if form >= sealing.SUITES["sm"] else "aes"
    return f"{suite}-{form & sealing.KEYS_AT_MOST}"


def status(asked: argparse.Namespace) -> Answer:
    """Exit 1 while something is stored under another suite or key than new values are."""
    now = sealing.form_now()
    used = forms_in_use(operator())
    others = sum(count for forms in used.values() for form, count in forms.items() if form != now)
    tables = {label: {_name(form): count for form, count in forms.items()} for label, forms in used.items()}
    document = {"now": _name(now), "others": others, "tables": tables}
    for label, named in tables.items():
        say(f"{label}: " + ", ".join(f"{name} {count}" for name, count in named.items()))
    say(_("New values are sealed as %(now)s; %(others)s values are stored otherwise.") % document)
    return (1 if others else 0), document


def new_keys(asked: argparse.Namespace) -> Answer:
    number = keys.add_pair(Path(settings.DATA))
    document = {"number": number, "file": str(Path(settings.DATA) / "keys.json")}
    say(
        _("Key pair %(number)s stands in %(file)s. Keep a copy, restart the server, then run `xuezuo seal rotate`.")
        % document
    )
    return 0, document


def rotate(asked: argparse.Namespace) -> Answer:
    """Cut off, it is taken up by running it again: what is sealed anew already is only read."""
    anew: dict[str, int] = {}
    for table in sealed_tables():
        with bar(table.label) as progress:
            anew[table.label] = _rotate(table, progress)
    document = {"form": _name(sealing.form_now()), "rows": sum(anew.values()), "tables": anew}
    say(_("%(rows)s rows sealed anew as %(form)s.") % document)
    return 0, document


def _rotate(table: Sealed, progress: Told) -> int:
    last, anew, done, of = 0, 0, 0, count_of(operator(), table)
    while True:
        last, seen, changed = reseal_batch(by=operator(), table=table, after=last)
        if not seen:
            return anew
        anew, done = anew + changed, done + seen
        progress(done, max(of, done))


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    seal = nouns.add_parser("seal", help=_("how personal values are encrypted"))
    verbs = seal.add_subparsers(required=True, metavar="verb")
    verb(verbs, "status", status, "count the stored values by suite and key")
    verb(verbs, "new-keys", new_keys, "add a pair of keys; what is new is sealed with it after a restart")
    verb(verbs, "rotate", rotate, "seal every stored value anew under the present suite and key")
