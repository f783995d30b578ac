"""What a row of hostile inputs is: an upload, and what a person must see in the end."""

from typing import Any, NamedTuple


class Refused(NamedTuple):
    """Parked with these words, at this line and column where they are given."""

    words: str
    line: int | None = None
    column: int | None = None


class In(NamedTuple):
    """Imported, with these columns, and with these words beside it."""

    columns: dict[str, Any] = {}
    words: str = ""


class Passed(NamedTuple):
    """Known as no article, and told so."""


class Row(NamedTuple):
    """What is sent (a function makes what is large), what becomes of each file, and why a whole
    archive was given up."""

    files: dict[str, Any]
    wanted: dict[str, Any]
    problem: str = ""


def sent(row):
    """The files of a row, made."""
    return {name: data() if callable(data) else data for name, data in row.files.items()}
