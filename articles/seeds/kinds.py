"""What a file of a batch is, and what an import makes of it."""

from enum import StrEnum


class FileKind(StrEnum):
    ARTICLE = "article"
    TOPIC = "topic"
    PROVIDER = "provider"
    PICTURE = "picture"
    IGNORED = "ignored"  # whatever else a site holds


# Those that people can read, and mend.
TEXTS = (FileKind.ARTICLE, FileKind.TOPIC, FileKind.PROVIDER)


class FileResult(StrEnum):
    """One file has one of these; reports, lists and previews go by them."""

    NEW = "new"
    CONTENT = "content"
    METRICS = "metrics"  # nothing but what follows the seed silently
    CONFLICT = "conflict"  # ours was kept in a field that the seed changed as well
    CLASH = "clash"  # with another story: not imported before somebody decides
    ERROR = "error"
    IGNORED = "ignored"
    UNCHANGED = "unchanged"


class AddressChoice(StrEnum):
    """What somebody decided on a file that clashes with another story."""

    OWN = "own"  # a story of its own
    UPDATE = "update"  # an update of that one


# The results of files that an import writes.
WRITTEN = (FileResult.NEW, FileResult.CONTENT, FileResult.METRICS, FileResult.CONFLICT)
# Those of files that it keeps, as somebody may still mend them or decide on them.
REFUSED = (FileResult.ERROR, FileResult.CLASH)
