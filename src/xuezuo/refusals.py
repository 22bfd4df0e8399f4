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
