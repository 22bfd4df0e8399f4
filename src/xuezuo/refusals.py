"""Everything the product may refuse, one sentence each: what, where, and what to do.

The English sentence is the gettext source; the pages and the command print the Chinese one by default.
A refusal changes nothing: whoever raises it has written nothing, or stands in a transaction that it rolls back.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SENTENCES: dict[str, str] = {
    "not_found": _("%(name)s was not found here; check the code and the part of the tree that you may see."),
    # files
    "file_missing": _("The file %(name)s does not exist; check the path."),
    "file_empty": _("The file %(name)s is empty; choose the file that holds the text."),
    "file_too_large": _("The file %(name)s is %(size_mb)s MB; at most %(limit_mb)s MB are read. Send a smaller file."),
    "file_kind_unknown": _("The file %(name)s is not of a kind that can be read here; use %(kinds)s."),
    "file_encrypted": _("The file %(name)s is protected by a password; save it without one and try again."),
    "file_damaged": _("The file %(name)s cannot be opened (%(reason)s); save it again from its program and try again."),
    "pdf_scanned": _("The PDF %(name)s holds only pictures of pages; use a PDF with text, or the Word file."),
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
    "campaign_issued": _("%(code)s was already issued on %(on)s; amend its requirements instead."),
    "campaign_asks_nothing": _("%(code)s has no requirement yet; confirm or add one before issuing."),
    "proposal_confirmed": _("This passage was already confirmed as requirement %(code)s."),
    "proposal_dropped": _("This passage was dropped; restore it before confirming."),
    "requirement_not_current": _("Version %(version)s of %(code)s no longer stands; open its newest version."),
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
