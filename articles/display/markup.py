"""Small pieces of HTML that many pages show: pictures, marks of providers, a text's language."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles.display import addresses, drawing
from articles.images.renditions import SIZES

# Scripts that (nearly) one language writes.
LANGUAGES = {
    "ARABIC": "ar",
    "CJK": "zh",
    "DEVANAGARI": "hi",
    "GREEK": "el",
    "HANGUL": "ko",
    "HEBREW": "he",
    "THAI": "th",
}
KANA = {"HIRAGANA", "KATAKANA"}  # among Chinese characters, they make a text Japanese
AT_ONCE = mark_safe('loading="eager" decoding="async" fetchpriority="high"')
LATER = mark_safe('loading="lazy" decoding="async"')
NOTHING = mark_safe("")

# A page shows the same few providers again and again, and a list's next page the same pictures.
remembered = lru_cache(maxsize=5_000)


def web(url: str | None) -> str:
    """Return the address if it is one of the web, else "": no other scheme becomes a link."""
    url = (url or "").strip()
    return url if url.lower().startswith(("https://", "http://")) else ""


def lang(words: str) -> SafeString:
    """Return a lang attribute for words in another script than the page's: read aloud by it."""
    if words.isascii():
        return NOTHING  # as most are, and a page asks two hundred times
    language = _language(words)
    return format_html(' lang="{}"', language) if language else NOTHING


@remembered
def picture(
    digest: str, domain: str, size: str, seed: str = "", alt: str = "", eager: bool = False
) -> SafeString:
    """Return the picture with that digest in one of the named sizes; without a digest, a drawing in
    the colour of the provider of that domain, which `seed`, such as a slug, varies."""
    if not digest:
        return _drawing(domain, seed)
    width, height = SIZES[size]
    return format_html(
        '<img class="picture" src="{}" alt="{}" width="{}" height="{}" {}>',
        addresses.picture(digest, size),
        alt,
        width,
        height,
        AT_ONCE if eager else LATER,
    )


@remembered
def mark(domain: str, initial: str, logo: str) -> SafeString:
    if logo:
        return format_html(
            '<img class="mark" src="{}" alt="" width="16" height="16" {}>',
            addresses.picture(logo, "logo"),
            LATER,
        )
    return format_html(
        '<svg class="mark" viewBox="0 0 16 16" aria-hidden="true">'
        '<rect fill="{}"/><text x="8" y="11.6">{}</text></svg>',
        drawing.colour(domain),
        initial,
    )


def initial(domain: str, name: str) -> str:
    letters = (char for char in name.removeprefix("The ") + domain if char.isalnum())
    return next(letters, "?").upper()[:1]


def _language(words: str) -> str:
    # The first word of a letter's Unicode name is its script: LATIN, CJK, GREEK.
    scripts = Counter(unicodedata.name(char, "").split(" ")[0] for char in words if char.isalpha())
    if KANA & scripts.keys():
        return "ja"
    return LANGUAGES.get(scripts.most_common(1)[0][0], "") if scripts else ""


def _drawing(domain: str, seed: str) -> SafeString:
    return format_html(
        '<svg class="picture drawn" viewBox="0 0 {} {}" preserveAspectRatio="xMidYMid slice"'
        ' aria-hidden="true" focusable="false">{}</svg>',
        drawing.WIDTH,
        drawing.HEIGHT,
        mark_safe(drawing.placeholder(domain, seed)),  # noqa: S308  made of numbers and colours
    )
