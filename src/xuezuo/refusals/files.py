"""Refusals of files: any file, rosters, activity."""

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
    "roster_empty": _("%(name)s has no rows in it; choose the file that holds the roster, or save it once more."),
    "roster_hidden": _(
        "No visible sheet of %(name)s holds a roster, and hidden sheets are not read (%(sheets)s); unhide the one that "
        "holds it, save the file and send it again."
    ),
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
        "These columns are not found in %(name)s: %(columns)s; add their headers, or say which columns hold them."
    ),
    "column_twice": _("In %(name)s more than one column means %(column)s; rename or remove one."),
    "errors_not_xlsx": _("%(name)s does not end in .xlsx; give the workbook of errors a name that does."),
    "mapping_shape": _("The mapping file %(name)s needs “columns” and “words” with a word on each side of the colon."),
    "mapping_field_unknown": _("The mapping names %(field)s, which is not known here; use one of %(fields)s."),
    "mapping_word_unknown": _(
        "The mapping gives %(word)s for %(field)s, which is not known here; use one of %(words)s."
    ),
    "import_no_organizations": _("No organizations are known yet; import the organizations before their members."),
    "import_under_way": _("%(name)s is being worked on; wait until that is done."),
    "import_not_allowed": _("You no longer hold the role that brings in rosters; nothing was written."),
    "mapping_header_twice": _("The column %(column)s is chosen for two things; choose another one for one of them."),
    "import_raced": _("Somebody changed the same rows while %(name)s was read; nothing was written. Try again."),
    "organization_code_taken": _("The code %(code)s belongs to another organization already; choose another."),
    "member_exists": _("A member with this identity number is on a roster already; transfer them instead."),
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
}
