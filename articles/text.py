"""Text as it is stored (the seed's words, with entities) and as a person sees it."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from html.entities import html5

SLUG_LENGTH = 200
# Letters that no decomposition takes apart, as they are typed without their key.
LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"}
ENDS = (0xFFFE, 0xFFFF)  # of each plane of Unicode: no characters, for ever

# Characters without a shape of their own that hide or split text, and those that Unicode keeps free
# for more of them. Direction marks and joiners are left where writing needs them, and so are the
# tags that make a flag of a black one.
_INVISIBLE = re.compile(
    "\U0001f3f4[\U000e0020-\U000e007e]{1,30}\U000e007f"
    "|(?<![\u1820-\u18aa])\u180e|\u180e(?![\u1820-\u18aa])"
    "|[\u00ad\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_ARABIC_MARK = "\u061c"
_ARABIC = re.compile("[\u0600-\u061b\u061d-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
# Joiners shape words of these scripts, also at an end of them, and hold emoji together. Elsewhere
# they show nothing.
_JOINING = (
    "[\u0600-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00011fff\U0001e900-\U0001e95f]"
)
_EMOJI = "[\u2100-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff\U000e007f]"
_STRAY_JOINER = re.compile(
    rf"(?<!{_JOINING})(?:(?<!{_EMOJI})[\u200c\u200d]|[\u200c\u200d](?!{_EMOJI}))(?!{_JOINING})"
)
_NO_CHARACTERS = "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in ENDS)
_CONTROL = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]"
)

# Letters and symbols that show nothing: fillers, blanks, what stands for an object.
_BLANK = "\u115f\u1160\u2800\u3164\uffa0\ufffc\U00013441\U00013442\U0001d159"
_BLANKS = re.compile(f"[{_BLANK}]+")
# What shows nothing by itself where text may hold it: it turns text, chooses between two shapes of
# a letter, or keeps marks apart.
_UNSEEN = re.compile(
    "[\u034f\u061c\u17b4\u17b5\u180b-\u180d\u180f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f"
    "\U000e0100-\U000e01ef]+"
)

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_EMBEDDINGS = {"\u202a": "\u2066", "\u202b": "\u2067"}  # and the isolates that do what they mean
_OVERRIDES = "\u202d\u202e"
_END, _ISOLATES, _END_OF_ISOLATE = "\u202c", "\u2066\u2067\u2068", "\u2069"

# Marks that Latin, Greek, Cyrillic, Thai and Lao letters carry: three at most in any language.
_MARK = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u1dff\u20d0-\u20ff\u302a-\u309a\ua66f-\uabff"
    "\ufb1e\ufe20-\ufe2f\U00010a00-\U00011fff\U0001d165-\U0001d1ad\U0001da00-\U0001e95f]"
)
_SIMPLE_MARK = re.compile("[\u0300-\u0489\u0e00-\u0eff\u1ab0-\u1aff\u1dc0-\u20ff\ufe20-\ufe2f]")
_TIBETAN = re.compile("[\u0f00-\u0fff]")

_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ENCODED = 3  # times that a text was encoded at most
_GUARD = "\u2060"  # never shown: behind it, what looks like a reference or a tag is neither
_READ_AS_CODE = re.compile(r"&(?=[#A-Za-z])|<(?=[A-Za-z/!?])")

_ELEMENTS = (
    "a|abbr|address|article|aside|audio|b|big|blockquote|br|button|center|cite|code|dd|del|div|dl|dt"
    "|em|embed|figcaption|figure|font|footer|form|h[1-6]|header|hr|i|iframe|img|input|ins|kbd|label"
    "|li|link|main|mark|meta|nav|noscript|object|ol|p|picture|pre|q|s|samp|script|section|small"
    "|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var"
    "|video|wbr"
)
_ATTRIBUTES = r"""[^<>"']*+(?:(?:"[^"]*"|'[^']*')[^<>"']*+)*"""
_TAG = re.compile(rf"</?({_ELEMENTS})(?=[\s/>]){_ATTRIBUTES}>", re.IGNORECASE)
# "The <video> element" is about markup; what is closed, has attributes or breaks lines is markup.
_MARKUP = re.compile(
    rf"</(?:{_ELEMENTS})\s*>|<(?:br|hr|p)\s*/?>|<(?:{_ELEMENTS})\s[^<>]*=|<!--|<!\[CDATA\[",
    re.IGNORECASE,
)
_NOT_TEXT = re.compile(
    r"<(script|style)\b[^>]*>.*?</\1\s*>|<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>",
    re.IGNORECASE | re.DOTALL,
)
_CUT_TAG = re.compile(rf"</?(?:{_ELEMENTS})(?:\s[^<>]*)?\Z", re.IGNORECASE)
_INLINE = re.compile(
    "a|abbr|b|big|cite|code|del|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt"
    "|u|var|wbr",
    re.IGNORECASE,
)

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)
_SAYS_NOTHING = frozenset(
    {"", "na", "n/a", "n.a", "nan", "nil", "none", "null", "undefined", "no description"}
    | {"no description available", "no excerpt", "[object object]"}
)
_LONGEST_NOTHING = 40
_AT_ENDS = " .,:;!?…·•*_-–—\"'“”‘’()"

_ACCENTED = re.compile("([A-Za-z])[\u0300-\u036f]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,40}", re.ASCII)
_LETTERS = str.maketrans(LETTERS)


def strip_invisible(text: str) -> str:
    """Return text without what hides or turns it: embeddings become isolates that end with it."""
    text = _INVISIBLE.sub(_flag, text)
    if _ARABIC_MARK in text and not _ARABIC.search(text):
        text = text.replace(_ARABIC_MARK, "")
    if _TURNING.search(text):
        text = "".join(_isolated(text))
    return _STRAY_JOINER.sub("", text)


def seen(text: str) -> str:
    """Return what anybody sees of a text, for comparing: two that look the same are the same."""
    if text.isascii():
        return text
    return _BLANKS.sub(" ", _UNSEEN.sub("", strip_invisible(text)))


def find_control(text: str) -> str | None:
    """Return the first control character other than tab and line break as U+XXXX, or None."""
    match = _CONTROL.search(text)
    return f"U+{ord(match[0]):04X}" if match else None


def one_line(text: str) -> str:
    """Return text as one clean line: nothing invisible, single spaces, no blanks at the ends; ""
    where there is nothing in it to see."""
    if not text.isprintable():
        spaced = " ".join(text.split())
        text = strip_invisible(_CONTROL.sub("", spaced))
    line = " ".join(text.split())
    return line if line.isascii() or any(map(_can_be_seen, line)) else ""


def display_line(text: str) -> str:
    """Return text as one clean line in which letters carry no more marks than languages use."""
    line = one_line(text)
    return "".join(_thinned(line)) if _MARK.search(line) else line


def display_text(text: str) -> str:
    """Return what a person sees of a stored text: entities decoded, however often it was encoded,
    and folded to one clean line."""
    return display_line(_decoded(text) if "&" in text else text)


def display_excerpt(text: str) -> str:
    """Return what a person sees of a stored excerpt: as of any text, and without markup."""
    text = _decoded(text) if "&" in text else text
    return display_line(_without_markup(text) if _is_markup(text) else text)


def summary(excerpt: str, headline: str) -> str:
    """Return what a person sees of an excerpt: nothing where it says nothing to the headline."""
    words = display_excerpt(excerpt)
    return "" if why_not_shown(words, headline) else words


def why_not_shown(words: str, headline: str) -> str:
    """Return what is wrong with an excerpt that says nothing about the story, "" otherwise."""
    if len(words) <= _LONGEST_NOTHING and words.casefold().strip(_AT_ENDS) in _SAYS_NOTHING:
        return "says nothing"
    if _ADDRESS.fullmatch(words):
        return "is an address"
    return "is the title again" if _repeats(words, headline) else ""


def is_encoded_twice(text: str) -> bool:
    return "&" in text and html.unescape(text) != _decoded(text)


def has_markup(text: str) -> bool:
    return _is_markup(_decoded(text))


def escape_text(text: str, shown: Callable[[str], str] = display_text) -> str:
    """Return what to store for a line someone typed: what `shown` shows as that line."""
    if shown(text) == text:
        return text
    return _READ_AS_CODE.sub(lambda match: match[0] + _GUARD, text)


def clip(text: str, length: int = 60) -> str:
    line = one_line(text[: length * 4])
    return line if len(line) <= length else f"{one_line(line[: length - 1])}…"


def slugify(text: str) -> str:
    """Return a lower-case slug for a URL path: never empty, at most 200 characters.

    Accents fall off Latin letters; letters of other scripts stay as they are.
    """
    if len(text) <= SLUG_LENGTH and _SLUG.fullmatch(text):  # most file names are slugs already
        return text
    shown = seen(display_text(text)).lower()
    letters = unicodedata.normalize("NFKD", shown.translate(_LETTERS))
    letters = unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", letters)).lower()
    words = "".join(c if _in_word(c) else " " for c in letters.replace("'", "").replace("’", ""))
    slug = "-".join(words.split())[:SLUG_LENGTH].strip("-")
    return slug if any(map(str.isalnum, slug)) else "x"  # marks alone are no word


def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _flag(match: re.Match[str]) -> str:
    return match[0] if len(match[0]) > 1 else ""


def _isolated(text: str) -> Iterator[str]:
    """Yield text whose isolates are all closed. Embeddings become isolates, overrides go."""
    open_ends: list[str] = []
    for char in text:
        if char in _ISOLATES or char in _EMBEDDINGS or char in _OVERRIDES:
            open_ends.append(char)
            yield "" if char in _OVERRIDES else _EMBEDDINGS.get(char, char)
        elif char == _END:
            if open_ends and open_ends[-1] not in _ISOLATES:
                yield _closing(open_ends.pop())
        elif char != _END_OF_ISOLATE:
            yield char
        elif any(opened in _ISOLATES for opened in open_ends):
            while (last := open_ends.pop()) not in _ISOLATES:
                yield _closing(last)
            yield _END_OF_ISOLATE
    yield from map(_closing, reversed(open_ends))


def _closing(opened: str) -> str:
    return "" if opened in _OVERRIDES else _END_OF_ISOLATE


def _can_be_seen(character: str) -> bool:
    # What Unicode has not named yet may be a new emoji.
    kind = unicodedata.category(character)
    return (kind[0] in "LNPS" and character not in _BLANK) or kind == "Cn"


def _thinned(line: str) -> Iterator[str]:
    marks = ""  # of the letter at hand
    for char in line:
        kind = unicodedata.category(char)
        if kind in ("Mn", "Me"):
            if char in marks or len(marks) >= _most_marks(char):
                continue
            marks += char
        elif kind != "Cf":
            marks = ""
        yield char


def _most_marks(mark: str) -> int:
    if _SIMPLE_MARK.match(mark):
        return 8 if _TIBETAN.match(mark) else 3
    return 5


def _decoded(text: str) -> str:
    text = html.unescape(text)
    for _ in range(_ENCODED - 1):
        if "&" not in text:
            break
        text = _REFERENCE.sub(_referred, text)
    return text


def _referred(match: re.Match[str]) -> str:
    reference = match[0]
    if reference[1] == "#":
        return html.unescape(reference)
    return html5.get(reference[1:], reference)


def _is_markup(text: str) -> bool:
    return "<" in text and _MARKUP.search(text) is not None


def _without_markup(text: str) -> str:
    text = _TAG.sub(_gap, _NOT_TEXT.sub("", text))
    return _CUT_TAG.sub("", text)


def _gap(match: re.Match[str]) -> str:
    return "" if _INLINE.fullmatch(match[1]) else " "


def _repeats(words: str, headline: str) -> bool:
    if len(words) > len(headline) + 10:
        return False
    said, known = _letters(words), _letters(headline)
    return said == known or (words.endswith(("…", "...")) and known.startswith(said))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold())) or text
