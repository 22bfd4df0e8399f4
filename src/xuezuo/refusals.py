"""Everything the product may refuse, one sentence each: what, where, and what to do.

The English sentence is the gettext source; the pages and the command print the Chinese one by default.
A refusal changes nothing: whoever raises it has written nothing, or stands in a transaction that it rolls back.
"""

from django.utils.translation import gettext
from django.utils.translation.trans_null import gettext_noop as _  # the plain one: needs no settings at import

SENTENCES: dict[str, str] = {
    "not_found": _("%(name)s was not found here; check the code and the part of the tree that you may see."),
    "database_not_made": _("The database %(name)s has no tables yet; make them with xuezuo init."),
    # files
    "file_missing": _("The file %(name)s does not exist; check the path."),
    "file_empty": _("The file %(name)s is empty; choose the file that holds the text."),
    "file_too_large": _("The file %(name)s is %(size_mb)s MB; at most %(limit_mb)s MB are read. Send a smaller file."),
    "file_kind_unknown": _("The file %(name)s is not of a kind that can be read here; use %(kinds)s."),
    "file_encrypted": _("The file %(name)s is protected by a password; save it without one and try again."),
    "file_damaged": _("The file %(name)s cannot be opened (%(reason)s); save it again from its program and try again."),
    "pdf_scanned": _("The PDF %(name)s holds only pictures of pages; use a PDF with text, or the Word file."),
    "pdf_too_long": _(
        "The PDF %(name)s has %(pages)s pages; at most %(limit)s are read. Send the notice without its annexes."
    ),
    "file_unpacks_too_large": _("The file %(name)s would unpack to %(size_mb)s MB; at most %(limit_mb)s MB are read."),
    "file_unsafe": _("The file %(name)s declares entities that a Word file never has; save it again from its program."),
    "file_old_word": _("The file %(name)s is in the old Word format; save it as .docx and try again."),
    "text_too_long": _(
        "The file %(name)s holds %(characters)s characters; at most %(limit)s are read. Send the notice alone."
    ),
    # rosters
    "file_macros": _("The file %(name)s holds programs (macros); save it as XLSX without macros and try again."),
    "file_hostile": _("The file %(name)s holds parts that no roster has; save it again from a spreadsheet program."),
    "file_unzips_too_large": _("The file %(name)s unpacks to more than %(limit_mb)s MB; send the roster as CSV."),
    "sheet_too_wide": _(
        "A sheet of %(name)s reaches over %(cells)s cells; delete empty rows and columns, or send CSV."
    ),
    "csv_broken": _(
        "The file %(name)s cannot be read from line %(line)s on; look for a quotation mark without its pair."
    ),
    "csv_encoding": _("The text of %(name)s is neither UTF-8 nor GB18030; save it as “CSV UTF-8” and try again."),
    "header_missing": _(
        "%(name)s has no row with the headers %(columns)s; add them, or name others in a mapping file."
    ),
    "column_twice": _("In %(name)s more than one column means %(column)s; rename or remove one."),
    "errors_not_xlsx": _("%(name)s does not end in .xlsx; give the workbook of errors a name that does."),
    "mapping_shape": _("The mapping file %(name)s needs “columns” and “words” with a word on each side of the colon."),
    "mapping_field_unknown": _("The mapping names %(field)s, which is not known here; use one of %(fields)s."),
    "mapping_word_unknown": _(
        "The mapping gives %(word)s for %(field)s, which is not known here; use one of %(words)s."
    ),
    "import_no_organizations": _("No organizations are known yet; import the organizations before their members."),
    "import_raced": _("Somebody changed the same rows while %(name)s was read; nothing was written. Try again."),
    "organization_code_taken": _("The code %(code)s belongs to another organization already; choose another."),
    "member_exists": _("A member with this identity number is on a roster already; transfer them instead."),
    # notices and feedback
    "notice_span": _("The passage was not found in the text of the notice; paste it exactly as it stands there."),
    "notice_span_marked": _("This passage is marked already; edit the proposal that stands there."),
    "notice_due": _("%(due)s is not a due date; write 2016-06-30, one of monthly, quarterly, yearly, or nothing."),
    "notice_word": _("%(word)s is not known for %(field)s; use one of %(choices)s."),
    "notice_addressee_missing": _("No organization is chosen; say to whom the notice goes."),
    "proposal_not_dropped": _("This passage was not dropped, so there is nothing to restore."),
    "feedback_empty": _("Nothing is written; say in a few words what should change."),
    "feedback_too_often": _("Much was said from here within an hour; send it later, or sign in first."),
    "feedback_too_long": _("The text is too long; at most %(limit)s characters are kept."),
    "port_taken": _("Port %(port)s is in use by another program; choose another one with --port (make: PORT=)."),
    # campaigns
    "audience_unknown": _("%(where)s names %(word)s, which is not known here; use one of %(choices)s."),
    "campaign_not_yaml": _("The file %(name)s is not readable YAML (line %(line)s); correct that line and try again."),
    "campaign_no_head": _("The file %(name)s has no part named campaign; see the sample files for the shape."),
    "campaign_value": _("In %(name)s, %(where)s is %(value)s, which cannot be (%(why)s); correct it and try again."),
    "campaign_reading_unknown": _(
        "%(where)s names the reading %(code)s, which is not in the reading list; add it or correct the code."
    ),
    "campaign_reading_circle": _(
        "The readings wait for each other in a circle (%(codes)s); take one of the links out."
    ),
    "campaign_code_twice": _("%(part)s has the code %(code)s twice; give each its own."),
    "campaign_dates": _("%(where)s begins on %(first)s and ends on %(last)s; put the dates in order."),
    "campaign_exists": _("There is already a campaign %(code)s; choose another code, or amend that one."),
    "campaign_activity_unknown": _(
        "%(where)s names the activity %(kind)s, which is not known; use one of %(choices)s."
    ),
    "campaign_code_reserved": _("A campaign cannot have the code %(code)s, which is a page's address; choose another."),
    "campaign_head_issued": _(
        "%(code)s was issued already, and the file changes its %(parts)s; leave them, or start another campaign."
    ),
    "campaign_reading_issued": _(
        "The text %(code)s of %(campaign)s was issued already and differs in the file; give a changed text its own code."
    ),
    "campaign_issued": _("%(code)s was already issued on %(on)s; amend its requirements instead."),
    "campaign_asks_nothing": _("%(code)s has no requirement yet; confirm or add one before issuing."),
    "proposal_confirmed": _("This passage was already confirmed as requirement %(code)s."),
    "proposal_dropped": _("This passage was dropped; restore it before confirming."),
    "requirement_not_current": _("Version %(version)s of %(code)s no longer stands; open its newest version."),
    # records
    "record_kind_missing": _("No kind of meeting is chosen; tick at least one."),
    "record_word_unknown": _("%(word)s is not known for %(field)s; choose one from the list."),
    "record_text_too_long": _("The text for %(field)s is too long; at most %(most)s characters are kept."),
    "record_in_future": _("%(day)s has not come yet (today is %(today)s); enter the meeting after it was held."),
    "record_too_early": _(
        "%(day)s lies before this organization existed here (since %(since)s); correct the date of the meeting."
    ),
    "record_without_place": _(
        "This organization had no place in the tree on %(day)s; correct the date of the meeting."
    ),
    "record_count_impossible": _("A headcount cannot be below 0 nor guests above %(most)s; correct the number."),
    "record_count_too_large": _("A headcount cannot be above %(most)s; correct the number."),
    "record_of_nobody": _("Nobody was present by this entry; give the headcount of those who came."),
    "headcount_short": _(
        "%(attended)s present and %(absent)s absent leave %(difference)s of the %(expected)s on the roster of %(day)s "
        "unaccounted for: name who was absent, or correct the headcount."
    ),
    "headcount_over": _(
        "%(attended)s present and %(absent)s absent are %(difference)s more than the %(expected)s on the roster of "
        "%(day)s: count visitors as guests, or correct the headcount."
    ),
    "absent_twice": _("Somebody is named as absent twice; name each person once."),
    "absent_not_on_roster": _("Somebody named as absent was not on the roster of %(day)s; look at the list again."),
    "guest_on_roster": _("Somebody named as a guest is on this organization's own roster; count them as present."),
    "guest_unknown": _("Somebody named as a guest is in no roster; count them in the number of guests only."),
    "guests_do_not_add_up": _("%(named)s guests are named, but %(guests)s were counted; correct one of the two."),
    "reading_unknown": _("One of the readings is in no campaign that reaches this organization; choose from the list."),
    "reading_not_yet": _("%(title)s can be studied from %(since)s on; correct the date or leave the reading out."),
    "reading_without_all": _(
        "A meeting of part of the branch does not bring a reading to all; enter it as make-up study for those reached."
    ),
    "claim_not_met": _("This meeting does not meet %(title)s; untick it, or correct kind, date or readings."),
    "record_sent_before": _(
        "This form was already sent with other content (meeting of %(day)s); open that record and correct it there."
    ),
    "correction_reason_missing": _("A correction needs a reason; write it in a few words."),
    "correction_changes_nothing": _("Nothing differs from the record as it stands; change what is wrong, then save."),
    "make_up_of_nobody": _("Nobody is chosen; tick at least one person to make up for."),
    "make_up_in_future": _("%(day)s has not come yet (today is %(today)s); enter the make-up after it was done."),
    "make_up_too_early": _("%(day)s lies before the meeting of %(held_on)s; correct the date of the make-up."),
    "made_up_already": _("This absence was already made up on %(day)s; load the list again."),
    "make_up_too_old": _("A make-up can be taken back for 24 hours only; correct the record of the meeting instead."),
    "plan_of_nobody": _("Everybody here has been reached by %(title)s; there is nothing to make up."),
    "plan_in_past": _("%(day)s is over; choose today or a later day for the make-up."),
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
    # accounts
    "user_exists": _("Somebody already signs in as %(username)s; choose another name."),
    "password_weak": _("This password is not accepted: %(why)s"),
    "role_unknown": _("%(role)s is no role here; use one of %(choices)s."),
    "role_to_oneself": _("Nobody gives a role to themselves; ask another administrator."),
    "role_needs_branch": _("%(name)s is not a branch, so it has no branch secretary; choose the branch."),
    "role_end_impossible": _("A role held since %(since)s cannot end on %(day)s; choose a day on which it is held."),
    # terms
    "term_in_future": _("%(day)s has not come yet (today is %(today)s); enter the election after it was held."),
    "term_dates": _("A term from %(elected_on)s to %(ends_on)s cannot be; put the dates in order, six years at most."),
    "term_known": _("The term elected on %(elected_on)s is known and ends on %(ends_on)s; correct the date."),
    "deferral_reason_missing": _("A deferral needs a reason; write it in a few words."),
    "deferral_too_long": _("The term ended on %(ends_on)s; an election is put off beyond that day, by a year at most."),
    # cases
    "case_word_unknown": _("%(word)s is not known for cases; use one of %(choices)s."),
    "case_day_in_future": _("%(day)s has not come yet (today is %(today)s); enter it after it happened."),
    "case_day_too_early": _("%(day)s lies before the case was found (%(since)s); correct the date."),
    "case_about_nobody": _("Only a case of lost contact is about one person; leave the person out."),
    "case_member_elsewhere": _("This person was not on the roster of that organization on that day; choose again."),
    "case_closed_already": _("This case is closed already; look at its page."),
    "closure_reason_missing": _("Closing a case needs a reason; write it in a few words."),
    "closure_after_relapse": _("The look-back of %(day)s found a relapse; look back again before closing."),
    # publicity
    "publication_kind_unknown": _("%(word)s is no kind of publication; use one of %(choices)s."),
    "publication_title_missing": _("The title is missing; write it as it was published."),
    "publication_in_future": _("%(day)s has not come yet (today is %(today)s); enter it after it happened."),
    "views_too_early": _("%(day)s lies before the publication (%(since)s); correct the date."),
    "views_negative": _("Views cannot be below 0; correct the number."),
    "views_too_many": _("Views cannot be above %(most)s; correct the number."),
    # activity files
    "activity_not_lines": _("Line %(line)s of %(name)s is not one JSON object; write one object on each line."),
    "activity_field_missing": _("Line %(line)s of %(name)s: the field %(field)s is missing; add it."),
    "activity_field_unknown": _(
        "Line %(line)s of %(name)s: the field %(field)s is not known for %(type)s; take it out."
    ),
    "activity_value": _("Line %(line)s of %(name)s: %(field)s is %(value)s, which cannot be; use %(wanted)s."),
    "activity_day_ahead": _(
        "Line %(line)s of %(name)s: %(field)s is %(value)s, which has not come yet (up to %(latest)s); correct the date."
    ),
    "activity_refused": _("Line %(line)s of %(name)s, %(field)s: %(why)s"),
    "activity_sent_before": _(
        "Line %(line)s of %(name)s: client_id %(value)s is known with other content; correct that record, or give a new id."
    ),
    # the demo
    "demo_roster_blocked": _("The roster %(name)s was not taken in (%(why)s); remove the demo's folder and try again."),
    "demo_without_branches": _("No committee of this place has a branch directly below it; choose another scale."),
    "demo_needs_folder": _(
        "The demo makes its own database; leave XUEZUO_DATABASE_URL empty, or name an empty database."
    ),
    # figures
    "declarations_wrong": _("The declarations of indicators cannot be used: %(mistakes)s"),
    "engine_missing": _("The engine %(engine)s is not part of this installation, which counts live; use auto or live."),
    "figure_tree_unknown": _("There is no tree %(tree)s; use then (as it stood that day) or now."),
    "figure_day_ahead": _("%(day)s has not come yet (today is %(today)s); choose a day up to today."),
    "figure_empty_place": _("No organization is known yet; import the organizations first."),
    "figure_no_place": _("%(name)s had no place in the tree on %(day)s; choose another day, or the tree of now."),
    "figure_no_such_line": _("%(title)s cannot be read by %(column)s; use one of %(choices)s."),
    "figure_no_such_part": _(
        "%(title)s has no part %(part)s; a ratio has expected, settled and outstanding, a tally settled only."
    ),
    "date_unreadable": _("%(value)s is not a date; write it as 2016-10-20."),
    "list_too_long": _("A sheet holds at most %(rows)s rows; choose a smaller part of the tree, or the CSV file."),
    "list_format_missing": _("Lists cannot be written as %(format)s here; use one of %(choices)s."),
    "list_needs_file": _("%(format)s needs a file to go into; add --out FILE."),
    "list_only_unreadable": _("%(value)s says no column and word; write it as group=floating."),
    "file_not_writable": _("%(name)s cannot be written (%(reason)s); choose another place."),
    "top_too_small": _("%(value)s blank spots cannot be listed; ask for at least 1."),
}


class Refusal(Exception):
    """Input or act refused. `code` is a key of `SENTENCES`; `where` fills the sentence's places."""

    def __init__(self, code: str, /, **where: object) -> None:
        if code not in SENTENCES:
            raise KeyError(f"no sentence for refusal {code!r}")
        self.code = code
        self.where = where
        super().__init__(code)

    def __str__(self) -> str:
        return gettext(SENTENCES[self.code]) % self.where
