"""Names of topics: when two names are one, and the address that a name makes."""

import re
import unicodedata

from articles.text import seen, slugify

SLUG_LENGTH = 100
# Last parts of addresses that pages, feeds and lists of their own have.
RESERVED = frozenset({"feed", "index", "page"})
NAMELESS = "topic"  # the address of a name that nobody could spell
SPELLED = 3  # symbols of a name that consists of nothing else

_SPOKEN = {
    "&": "and",
    "+": "plus",
    "@": "at",
    "%": "percent",
    "*": "star",
    "=": "equals",
    "$": "dollar",
    "€": "euro",
    "£": "pound",
    "¥": "yen",
    "°": "degree",
}
_SYMBOL = re.compile("|".join(map(re.escape, _SPOKEN)))
_SHARP = re.compile(r"(?<=[^\W\d_])#")
_DOT = re.compile(r"(?<!\S)\.(?=[^\W\d_])")
_MARK = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_STACKED = re.compile(f"([{_MARK}]{{2}})[{_MARK}]+")
_UNSPOKEN = {"Mn", "Me", "Mc", "Cf", "Sk", "Zs"}  # joiners, selectors, shades of skin


def topic_name(text: str) -> str:
    """Return the name as it is kept: composed, with single blanks, so that what looks the same is
    the same."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common: all but upper and lower case, and what
    nobody sees."""
    return topic_name(seen(topic_name(name).lower()))


def topic_slug(name: str) -> str:
    """Return an address for the name, with symbols spelled: never empty, at most 100 characters."""
    name = seen(name)
    slug = _slug(_spoken(topic_name(name)))
    return slug if any(map(str.isalnum, slug)) else _slug(_described(name)) or NAMELESS


def address_key(address: str) -> str:
    """Return the address as slugs are written: in lower case, and composed."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", address).lower())


def _slug(text: str) -> str:
    if not any(map(str.isalnum, text)):
        return ""
    return _STACKED.sub(r"\1", slugify(text))[:SLUG_LENGTH].strip("-")


def _spoken(name: str) -> str:
    name = _SHARP.sub(" sharp ", _DOT.sub(" dot ", name)).replace("#", " hash ")
    return _SYMBOL.sub(lambda symbol: f" {_SPOKEN[symbol[0]]} ", name)


def _described(name: str) -> str:
    """Return what Unicode calls the first of the symbols in a name that has nothing else."""
    symbols = [c for c in name if unicodedata.category(c) not in _UNSPOKEN or _tag(c)]
    if flag := "".join(_regional(c) or _tag(c) for c in symbols):
        return f"flag {flag[:6]}"
    return " ".join([unicodedata.name(c, "") for c in symbols[:SPELLED]])


def _regional(symbol: str) -> str:
    """Return the letter of a flag's half."""
    return chr(ord(symbol) - 0x1F1E6 + ord("a")) if "\U0001f1e6" <= symbol <= "\U0001f1ff" else ""


def _tag(symbol: str) -> str:
    """Return the letter that names a country after the black flag."""
    return chr(ord(symbol) - 0xE0000) if "\U000e0061" <= symbol <= "\U000e007a" else ""
