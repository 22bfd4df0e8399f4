"""Everything the product may refuse, one sentence each: what, where, and what to do. One file for each part of the house.

The English sentence is the gettext source; the pages and the command print the Chinese one by default.
A refusal changes nothing: whoever raises it has written nothing, or stands in a transaction that it rolls back.
"""

from django.utils.translation import gettext

from xuezuo.refusals import accounts, backups, campaigns, figures, files, notices, people, privacy, records, tree

PARTS = (accounts, backups, campaigns, figures, files, notices, people, privacy, records, tree)
SENTENCES: dict[str, str] = {code: sentence for part in PARTS for code, sentence in part.SENTENCES.items()}


class Refusal(Exception):
    """Input or act refused. `code` is a key of `SENTENCES`; `where` fills the sentence's places.

    A tuple among them is a list, written with the mark that the reader's language puts between its words.
    """

    def __init__(self, code: str, /, **where: object) -> None:
        if code not in SENTENCES:
            raise KeyError(f"no sentence for refusal {code!r}")
        self.code = code
        self.where = where
        super().__init__(code)

    @property
    def sentence(self) -> str:
        """In the reader's language, its places open."""
        return gettext(SENTENCES[self.code])

    def __str__(self) -> str:
        return self.sentence % {name: _said(value) for name, value in self.where.items()}


def _said(value: object) -> object:
    return gettext(", ").join(map(str, value)) if isinstance(value, tuple) else value
