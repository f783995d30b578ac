"""What every template may use without loading it: times, pictures, marks of providers."""

from __future__ import annotations

import unicodedata
from collections import Counter

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles import drawing, text, times
from articles.images.renditions import SIZES
from articles.models import Image, Provider, RelatedLink

register = template.Library()

# Scripts that (nearly) one language writes.
TONGUES = {
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

register.filter("shown", text.display_text)
register.filter("ago", times.ago)
register.filter("age", times.age)


@register.filter
def web(url: str | None) -> str:
    """The address if it is one of the web, else nothing: no other scheme ever becomes a link."""
    url = (url or "").strip()
    return url if url.lower().startswith(("https://", "http://")) else ""


@register.simple_tag
def lang(words: str) -> SafeString:
    """A lang attribute for words in another script than the page's: they are read aloud by it."""
    tongue = _tongue(words)
    return format_html(' lang="{}"', tongue) if tongue else mark_safe("")


@register.filter
def source(link: RelatedLink) -> Provider:
    """Who published what a related link points to, with a logo if the view found the provider."""
    if link.target is not None:
        return link.target.provider
    known: Provider | None = getattr(link, "provider", None)
    return known or Provider(domain=link.provider_domain, name=link.provider_name)


@register.simple_tag
def picture(
    image: Image | None,
    provider: Provider,
    size: str,
    *,
    alt: str = "",
    eager: bool = False,
    seed: str = "",
) -> SafeString:
    """The picture in one of the named sizes, or a drawing in the provider's colour.

    `seed`, such as an article's slug, makes the drawings of one provider differ.
    """
    width, height = SIZES[size]
    if image is None or not image.ready:
        return _drawing(provider, seed)
    return format_html(
        '<img class="picture" src="{}" alt="{}" width="{}" height="{}" {}>',
        address(image, size),
        alt,
        width,
        height,
        AT_ONCE if eager else LATER,
    )


@register.simple_tag
def mark(provider: Provider) -> SafeString:
    """A provider's small logo, or its initial in its colour: decoration beside its name."""
    logo = provider.logo
    if logo is not None and logo.ready:
        return format_html(
            '<img class="mark" src="{}" alt="" width="16" height="16" {}>',
            address(logo, "logo"),
            LATER,
        )
    return format_html(
        '<svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'
        '<rect width="16" height="16" rx="3" fill="{}"/>'
        '<text x="8" y="11.6" text-anchor="middle" font-size="10" fill="#fff">{}</text></svg>',
        drawing.colour(provider.domain),
        _initial(provider),
    )


def _tongue(words: str) -> str:
    """The language that the script of most letters gives away, or nothing."""
    if words.isascii():
        return ""  # as most are, and a page asks two hundred times
    # The first word of a letter's Unicode name is its script: LATIN, CJK, GREEK.
    scripts = Counter(unicodedata.name(char, "").split(" ")[0] for char in words if char.isalpha())
    if KANA & scripts.keys():
        return "ja"
    return TONGUES.get(scripts.most_common(1)[0][0], "") if scripts else ""


def address(image: Image, size: str) -> str:
    """Where a rendition is served."""
    return reverse("public:picture", args=[image.digest, size])


def _initial(provider: Provider) -> str:
    """The first letter or figure of the name, else of the domain."""
    name = provider.name.removeprefix("The ")
    letters = (char for char in name + provider.domain if char.isalnum())
    return next(letters, "?").upper()[:1]


def _drawing(provider: Provider, seed: str) -> SafeString:
    return format_html(
        '<svg class="picture drawn" viewBox="0 0 {} {}" preserveAspectRatio="xMidYMid slice"'
        ' aria-hidden="true" focusable="false">{}</svg>',
        drawing.WIDTH,
        drawing.HEIGHT,
        mark_safe(drawing.placeholder(provider.domain, seed)),  # noqa: S308  made of numbers and colours
    )
