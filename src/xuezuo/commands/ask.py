"""`xuezuo ask`: a question of one's own, by any engine."""

import argparse
from urllib.parse import parse_qs

from xuezuo.commands.figures import add_when, day, printed
from xuezuo.commands.line import Answer, say, verb
from xuezuo.indicators.queries import ask, with_engine
from xuezuo.own_questions.answers import answer
from xuezuo.own_questions.queries import own_at, question
from xuezuo.scopes import operator


def act(asked: argparse.Namespace) -> Answer:
    scope = operator()
    saved = question(scope, asked.saved) if asked.saved is not None else None
    place = ask(scope, asked.organization, day(asked.as_of), asked.tree)
    found = answer(with_engine(place, asked.engine), own_at(place, parse_qs(asked.question), saved))
    say(f"{found['organization']['name']} {found['as_of'][:10]}")
    say(f"{found['title']}  {printed(found, found['unit'])}")
    for line in found["groups"]:
        say(f"    {line['name']}  {printed(line, found['unit'])}")
    return 0, found


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = verb(nouns, "ask", act, "a question of one's own, as the page Ask your own asks it")
    parser.add_argument(
        "--question",
        default="",
        metavar="WORDS",
        help="as in the page's address: rows=meetings_due&by=kind&sector=village",
    )
    parser.add_argument("--saved", type=int, metavar="NUMBER", help="a saved question instead")
    add_when(parser)
    parser.add_argument(
        "--engine", default="auto", help="auto (kept if nothing waits, else live), live, kept, snapshot or spark"
    )
