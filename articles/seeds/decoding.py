"""Bytes of a file -> its text, or why there is none."""

from articles.seeds import limits
from articles.seeds.errors import SeedError


def decode(data: bytes) -> str:
    """Return a file's text without its BOM; raises SeedError for anything but UTF-8."""
    refuse_large(data)
    if not data.strip():
        raise SeedError("the file is empty (write front matter between two --- lines)")
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = error.start - before.rfind(b"\n")
        message = f"byte 0x{data[error.start]:02X} is not UTF-8 (save the file as UTF-8)"
        raise SeedError(message, before.count(b"\n") + 1, column) from None


def refuse_large(data: bytes) -> None:
    if len(data) > limits.MAX_FILE:
        raise SeedError(f"the file is larger than {limits.MAX_FILE // 1_000_000} MB (shorten it)")


def refuse_nul(front: str, tail: str) -> None:
    """Refuse one below the front matter, which is looked at elsewhere: PostgreSQL stores none, and
    a file that SQLite takes could not move there."""
    if (at := tail.find("\0")) >= 0:
        before = f"{front}---{tail[:at]}"
        raise SeedError(
            "the control character U+0000 (remove it)",
            before.count("\n") + 1,
            len(before) - before.rfind("\n"),
        )
