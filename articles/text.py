"""Text as it is stored (the seed's words, with entities) and as a person sees it."""

import html
import re
import unicodedata

SLUG_LENGTH = 200

# Characters without a shape of their own: they reorder, hide or split text.
_INVISIBLE = re.compile(
    "[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Joiners are needed inside emoji and in Persian or Hindi words, and nowhere else.
_SHAPED = r"[^\x00-\x7f\s\u200c\u200d]"
_STRAY_JOINER = re.compile(rf"(?<!{_SHAPED})[\u200c\u200d]|[\u200c\u200d](?!{_SHAPED})")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_REFERENCE = re.compile(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
_ACCENTED = re.compile("([A-Za-z])[\u0300-\u036f]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,40}", re.ASCII)
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def strip_invisible(text: str) -> str:
    return _STRAY_JOINER.sub("", _INVISIBLE.sub("", text))


def find_control(text: str) -> str | None:
    """Return the first control character other than tab and line break as U+XXXX, or None."""
    match = _CONTROL.search(text)
    return f"U+{ord(match[0]):04X}" if match else None


def one_line(text: str) -> str:
    """Return text as one clean line: nothing invisible, single spaces, no blanks at the ends."""
    if not text.isprintable():
        spaced = " ".join(text.split())
        text = strip_invisible(_CONTROL.sub("", spaced).replace("\u00ad", ""))
    return " ".join(text.split())


def display_text(text: str) -> str:
    """Return what a person sees of a stored text: entities decoded, folded to one clean line."""
    return one_line(html.unescape(text) if "&" in text else text)


def escape_text(text: str) -> str:
    """Return what to store for a line someone typed: what `display_text` shows as that line."""
    return _REFERENCE.sub(_protect, text) if "&" in text else text


def _protect(match: re.Match[str]) -> str:
    reference = match[0]
    return reference if html.unescape(reference) == reference else f"&amp;{reference[1:]}"


def clip(text: str, length: int = 60) -> str:
    line = one_line(text[: length * 4])
    return line if len(line) <= length else f"{line[: length - 1]}…"


def slugify(text: str) -> str:
    """Return a lower-case slug for a URL path: never empty, at most 200 characters.

    Accents fall off Latin letters; letters of other scripts stay as they are.
    """
    if len(text) <= SLUG_LENGTH and _SLUG.fullmatch(text):  # most file names are slugs already
        return text
    letters = unicodedata.normalize("NFKD", display_text(text).lower().translate(_LETTERS))
    letters = unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", letters)).lower()
    words = "".join(c if _in_word(c) else " " for c in letters.replace("'", "").replace("’", ""))
    return "-".join(words.split())[:SLUG_LENGTH].strip("-") or "x"


def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")
