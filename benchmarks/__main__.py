"""`python -m benchmarks [WORD…]`: run those whose title holds a word (all without one); all of them fill the page.

`python -m benchmarks imports` (a province's import against bare loads of the same rows), `saves`, `evening`, `root`,
`coverage`, `opening` (`benchmarks.places` makes the province they share), `class_report`, `naive`, `growth`, `nodes` and `python -m benchmarks.nation FILES` are runs of their own,
of minutes; each fills its part of the page.
"""

import importlib
import pkgutil
import re
import sys
from datetime import date
from pathlib import Path

import benchmarks
from benchmarks.frame import BENCHMARKS, machine, measure, table

PAGE = Path(__file__).resolve().parent.parent / "docs/performance.md"
RUNS = ("imports", "saves", "evening", "root", "coverage", "opening", "class_report", "naive", "growth", "nodes")
ON_THEIR_OWN = (
    *RUNS,
    *"clocks kolibri kolibri_report loaded bare_import bare_orm nation browser places pages bare_page bare_figures bare_settings".split(),
)
MARKS = re.compile(r"(?s)(<!-- bench -->\n).*(<!-- /bench -->)")


def main(words: list[str]) -> None:
    if len(words) == 1 and words[0] in RUNS:
        importlib.import_module(f"benchmarks.{words[0]}").main()
        return
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name not in ("__main__", "frame", *ON_THEIR_OWN):
            importlib.import_module(f"benchmarks.{module.name}")
    chosen = [one for one in BENCHMARKS if not words or any(word.lower() in one.title.lower() for word in words)]
    if not chosen:
        sys.exit("No benchmark has such a word in its title: " + "; ".join(one.title for one in BENCHMARKS))
    told = machine()
    results = []
    for one in chosen:
        print(one.title, "…", file=sys.stderr, flush=True)
        results.append((one, measure(one)))
    text = table(results)
    print(text)
    if not words:
        page = PAGE.read_text()
        stamp = f"{told}, {date.today():%Y-%m-%d}."  # noqa: DTZ011 - the day on this machine is meant
        PAGE.write_text(MARKS.sub(lambda marks: f"{marks[1]}\n{stamp}\n\n{text}\n\n{marks[2]}", page))


main(sys.argv[1:])
