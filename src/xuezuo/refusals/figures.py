"""Refusals of figures, briefings and the demo."""

from django.utils.translation.trans_null import gettext_noop as _  # the plain one: needs no settings at import

SENTENCES: dict[str, str] = {
    # briefings
    "template_unknown": _("There is no briefing template %(code)s; use one of %(choices)s."),
    "briefing_day_ahead": _("%(as_of)s is not over yet; choose a day up to %(today)s."),
    "briefing_signed": _(
        "%(title)s was signed by %(name)s on %(on)s and stands as it is; draft a new number to say something else."
    ),
    "briefing_empty": _("%(title)s has no paragraph yet; add one before signing."),
    "briefing_file_kind": _("%(name)s would be of a kind that briefings are not written in; let it end in %(kinds)s."),
    "briefing_no_pdf": _(
        "%(name)s cannot be written: no LibreOffice on this machine makes a PDF. "
        "Write a .docx, and save it as PDF from there."
    ),
    "folder_missing": _("The folder %(name)s does not exist; make it, or write the file elsewhere."),
    "briefing_pdf_failed": _(
        "The file that %(name)s was to become could not be made (%(reason)s); write a .docx instead."
    ),
    "binding_malformed": _(
        "Paragraph %(paragraph)s holds %(place)s, which names no figure; write it as {lectures_given} or take it out."
    ),
    "binding_unknown": _("Paragraph %(paragraph)s names %(place)s, which does not exist; use one of %(choices)s."),
    "binding_part_unknown": _("Paragraph %(paragraph)s names %(place)s, which does not exist; write %(choices)s."),
    "number_unbound": _(
        "Paragraph %(paragraph)s says %(number)s in “%(sentence)s”, and no figure stands behind it; "
        "put a figure in its place or take the number out."
    ),
    "rate_of_nothing": _(
        "Paragraph %(paragraph)s prints %(place)s, but nothing was due for “%(title)s” by that day; take the sentence out."
    ),
    # the demo
    "demo_roster_blocked": _("The roster %(name)s was not taken in (%(why)s); remove the demo's folder and try again."),
    "demo_without_branches": _("No committee of this place has a branch directly below it; choose another scale."),
    "demo_needs_folder": _(
        "The demo makes its own database; leave XUEZUO_DATABASE_URL empty, or name an empty database."
    ),
    # figures
    "declarations_wrong": _("The declarations of indicators cannot be used: %(mistakes)s"),
    "engine_missing": _("There is no engine %(engine)s; use one of %(choices)s."),
    "engine_needs_spark": _(
        "Spark does not start here: it needs Java 17 and the extra “spark” (pip install 'xuezuo[spark]')."
    ),
    "snapshot_missing": _(
        "No prepared files of %(day)s (tree: %(tree)s) are here; make them with: xuezuo snapshot --as-of %(day)s --tree %(tree)s"
    ),
    "snapshot_broken": _(
        "The prepared files in %(folder)s cannot be read (%(reason)s); make them anew with: xuezuo snapshot"
    ),
    "snapshot_older": _(
        "The prepared files in %(folder)s are older than the figure %(title)s; make them anew with: xuezuo snapshot"
    ),
    "snapshot_days": _("The provinces in %(folder)s are of different days (%(days)s); prepare them for the same day."),
    "snapshot_below_out": _("--below is for files side by side with those of other provinces; say where with --out."),
    "figure_unknown": _("There is no figure %(code)s; use one of %(choices)s."),
    "snapshot_place": _("%(path)s is no place in a tree; use four letters or digits a level, such as 00010005."),
    "snapshot_top_only": _("Prepared files hold the whole tree; leave --organization out."),
    "page_key": _(
        "%(after)s is no key of this list; send `next` of the page before as `after`, or leave it out for the first page."
    ),
    "figure_tree_unknown": _("There is no tree %(tree)s; use then (as it stood that day) or now."),
    "figure_day_ahead": _("%(day)s has not come yet (today is %(today)s); choose a day up to today."),
    "figure_empty_place": _("No organization is known yet; import the organizations first."),
    "figure_not_kept": _(
        "No figures of %(day)s are kept: only today's are, once everything was counted. Leave --engine out, or say live."
    ),
    "figure_no_place": _("%(name)s had no place in the tree on %(day)s; choose another day, or the tree of now."),
    "figure_no_such_line": _("%(title)s cannot be read by %(column)s; use one of %(choices)s."),
    "figure_group_day": _(
        "Numbers of single groups of members are told above the branch's direct superior for today and for the last day of"
        " a month only, not for %(day)s: two days side by side would tell who came or left between them. Ask for %(before)s."
    ),
    "figure_no_such_part": _(
        "%(title)s has no part %(part)s; a ratio has expected, settled and outstanding, a tally settled only."
    ),
    # questions of one's own
    "own_rows_unknown": _("Nothing called “%(rows)s” can be asked about; choose one of %(choices)s."),
    "own_measure_unknown": _("“%(title)s” cannot be asked for %(measure)s; use one of %(choices)s."),
    "own_column_unknown": _("“%(title)s” have no %(column)s; narrow them or read them by one of %(choices)s."),
    "own_word_unknown": _("“%(title)s”: %(column)s is never %(word)s; choose one of the words offered."),
    "own_word_not_here": _(
        "“%(title)s”: %(column)s is not %(word)s here on this day; choose one of those offered, or another day."
    ),
    "own_one_word": _(
        "“%(title)s”: choose one %(column)s only; whoever belongs to two would be counted twice. Ask again for the other."
    ),
    "own_no_days": _("“%(title)s” have no day of their own; choose the day of the question instead."),
    "own_days_backwards": _("%(since)s comes after %(until)s; exchange the two days."),
    "own_settled_twice": _(
        "“%(title)s” are asked about by “%(way)s”, which %(column)s decides; take %(column)s out, or ask how many there are."
    ),
    "own_way_needs": _("“%(way)s” can be asked only where %(column)s is %(word)s; leave %(column)s open."),
    "own_group_alone": _(
        "“%(title)s”: with a member group nothing else can be chosen by %(column)s, or small groups could be told "
        "apart; choose one word of %(choices)s beside it, or no group."
    ),
    "own_large": _(
        "There are more than %(number)s organizations here, and this is not kept: ask with now=1 and wait a minute, "
        "for a smaller place, or of prepared files (xuezuo snapshot)."
    ),
    "own_name_missing": _("A question is saved under a name; write one of at most %(number)s characters."),
    "own_name_taken": _("A question called “%(name)s” is saved already; choose another name, or withdraw that one."),
    "own_too_long": _("The question is too long to be saved; choose fewer words."),
    "own_share_outside": _("Questions are shared within one's own part of the tree; choose an organization of it."),
    "own_withdrawn": _("“%(name)s” was withdrawn; take that back before sharing it."),
    "date_unreadable": _("%(value)s is not a date; write it as 2016-10-20."),
    "list_too_long": _("A sheet holds at most %(rows)s rows; choose a smaller part of the tree, or the CSV file."),
    "list_format_missing": _("Lists cannot be written as %(format)s here; use one of %(choices)s."),
    "list_needs_file": _("%(format)s needs a file to go into; add --out FILE."),
    "list_only_unreadable": _("%(value)s says no column and word; write it as group=floating."),
    "file_not_writable": _("%(name)s cannot be written (%(reason)s); choose another place."),
    "top_too_small": _("%(value)s blank spots cannot be listed; ask for at least 1."),
}
