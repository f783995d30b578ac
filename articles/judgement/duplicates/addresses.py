"""Addresses of one page: what AMP, mobile and tracking variants add falls off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from articles import weburls

_VARIANT_HOST = re.compile(r"^https://(?:m|mobile|amp)\.(?=[^/]+\.)")
_CACHED = re.compile(r"^https://(?:[^/]+\.cdn\.ampproject\.org/[a-z]|google\.com/amp)/(?:s/)?")
_AMP_PATH = re.compile(r"^/amp(?=/)|/amp$|\.amp(?=\.html?$|$)")
_NOISE = re.compile(
    r"(?:amp|outputtype|output|ref|ref_src|referrer|source|src|cmp|ncid|smid|partner|spm|mkt_tok"
    r"|rss|guccounter|guce_\w+|_ga|_hs\w+|at_\w+)(?:=|$)",
    re.IGNORECASE,
)
_HOSTS, _ENDS = ("", "m.", "mobile.", "amp."), ("", "/amp")


def address(url: str) -> str:
    """Return the canonical URL without what AMP, mobile and tracking variants add; "" for a home
    page."""
    url = _CACHED.sub("https://", weburls.canonical(url)) if url.strip() else ""
    page, _, query = _VARIANT_HOST.sub("https://", url).replace("//www.", "//", 1).partition("?")
    host, _, path = page.removeprefix("https://").partition("/")
    path = _AMP_PATH.sub("", f"/{path}").rstrip("/")
    query = "&".join(pair for pair in query.split("&") if not _NOISE.match(pair))
    bare = f"{path}?{query}" if query else path
    return f"https://{host}{bare}" if bare else ""


def addresses_of(*urls: str) -> frozenset[str]:
    return frozenset(map(address, {*urls} - {""})) - {""}


def variants(url: str) -> Iterator[str]:
    """Yield the canonical URLs with this address that can be told without looking."""
    page, mark, query = url.removeprefix("https://").partition("?")
    for host, end in product(_HOSTS, _ENDS):
        yield f"https://{host}{page}{end}{mark}{query}"
