"""Figures written out as HTML: one function for every page that shows them, and the many of an organization's page at once.

Written here and not in templates: a province's page has nearly six hundred numbers, each the address of its rows. What goes
in is escaped once where many cells share it, and numbers need no escaping.
"""

from collections.abc import Callable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from xuezuo.indicators import style

Numbers = Sequence[int | None] | None
"""Expected (None of a tally) and settled; None where a small number is hidden."""

Link = Callable[[str, int], str]
"""From a part (`settled`, `expected`, `outstanding`) and its number to the number as a link, escaped."""

SHARE = '<span class="xz-percent">{}</span> <progress max="{}" value="{}" aria-hidden="true"></progress> '


def number(address: str, value: int) -> str:
    """The number, opening exactly its rows. `address` is escaped already."""
    return f'<a href="{address}" data-number="{value}">{value:,}</a>'


def numbers(found: Numbers, unit: str, link: Link) -> str:
    """Share, settled of expected, what is outstanding; or the count; or that it is too small to show. `unit` is escaped."""
    if found is None:
        return f'<span class="xz-quiet">{escape(_("too few to show"))}</span>'
    expected, settled = found
    assert settled is not None
    if expected is None:
        return f"{link('settled', settled)} {unit}"
    share = SHARE.format(style.percent(settled, expected), expected, settled) if expected else ""
    text = f"{share}<span>{link('settled', settled)} / {link('expected', expected)} {unit}</span>"
    if expected == settled:
        return text
    left = f"{escape(_('outstanding'))} {link('outstanding', expected - settled)}"
    return f'{text} <span class="xz-quiet">{left}</span>'


def _linked(rows: str, about: str) -> Link:
    """Links to lists of rows; both parts of their addresses are escaped already."""

    def link(part: str, value: int) -> str:
        return number(f"{rows}?{about}&amp;part={part}", value)

    return link


def figures(about: str, found: Sequence[tuple[str, str, str, str, Numbers]]) -> SafeString:
    """Entries of a list of figures: of each its address, that of its rows (without a query), title, unit, numbers.

    `about` is the query by which all of them speak of one organization and day.
    """
    here = escape(about)
    entries = [
        f'<div><dt><a href="{escape(page)}?{here}">{escape(title)}</a></dt>'
        f"<dd>{numbers(one, escape(unit), _linked(escape(rows), here))}</dd></div>"
        for page, rows, title, unit, one in found
    ]
    return mark_safe("".join(entries))  # noqa: S308 - written above, everything from outside escaped


def rows_below(
    columns: Sequence[tuple[str, str]], found: Sequence[tuple[str, str, str, Sequence[Numbers]]]
) -> SafeString:
    """Rows of a table of organizations: of each its name, its address, its query, and its numbers column by column.

    `columns` hold the address of a figure's rows (without a query), and its unit.
    """
    heads = [(escape(rows), escape(unit)) for rows, unit in columns]
    lines = []
    for name, address, about, cells in found:
        here = escape(about)
        written = [
            f"<td>{numbers(one, unit, _linked(rows, here))}</td>"
            for (rows, unit), one in zip(heads, cells, strict=True)
        ]
        lines.append(
            f'<tr><th scope="row"><a href="{escape(address)}">{escape(name)}</a></th>{"".join(written)}</tr>\n'
        )
    return mark_safe("".join(lines))  # noqa: S308 - written above, everything from outside escaped
