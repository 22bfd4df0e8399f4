"""The organization tree as fixed-width paths (层级码, D5.22): four base-36 characters a level, `0001000a` is two levels deep.

A subtree is one range of the ordered paths, on every database alike: `path >= p and path < after(p)`.
Paths sort bytewise; columns that hold them use the binary ("C") collation.
"""

SEGMENT = 4
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MOST_CHILDREN = 36**SEGMENT - 1


def segment(number: int) -> str:
    """The four characters of the n-th child, counted from 1. Raises ValueError beyond 1,679,615 children."""
    if not 0 < number <= MOST_CHILDREN:
        raise ValueError(f"child number {number} does not fit in {SEGMENT} characters")
    characters = ""
    for _ in range(SEGMENT):
        number, rest = divmod(number, 36)
        characters = DIGITS[rest] + characters
    return characters


def child(parent: str, number: int) -> str:
    """`child("0001", 10) == "0001000a"`; the root's parent is the empty path."""
    return parent + segment(number)


def number_of(path: str) -> int:
    """The child number in the last segment: `number_of("0001000a") == 10`."""
    return int(path[-SEGMENT:], 36)


def parent_of(path: str) -> str:
    return path[:-SEGMENT]


def depth(path: str) -> int:
    """Root 1, its children 2, … and 0 for the empty path."""
    return len(path) // SEGMENT


def after(path: str) -> str:
    """The first string behind the whole subtree: the exclusive end of its range. `{` follows `z` bytewise.

    The empty path means the whole forest; its end is a character behind every digit.
    """
    return path[:-1] + chr(ord(path[-1]) + 1) if path else "~"


def covers(upper: str, lower: str) -> bool:
    """Whether `lower` is `upper` itself or stands below it."""
    return lower[: len(upper)] == upper


def ancestors(path: str) -> list[str]:
    """From the root down to the parent, without the path itself."""
    return [path[:end] for end in range(SEGMENT, len(path), SEGMENT)]


def is_path(text: str) -> bool:
    """Whether a text can be a place in a tree."""
    return bool(text) and len(text) % SEGMENT == 0 and set(text) <= set(DIGITS)
