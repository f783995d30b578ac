"""Whether two articles are one: the same page, or the same text."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from articles import weburls


class Copy(NamedTuple):
    title: str
    excerpt: str
    provider: str
    addresses: frozenset[str]
    published_at: datetime


def addresses_of(*urls: str) -> frozenset[str]:
    return frozenset(weburls.canonical(url) for url in urls if url.strip())


def same_story(one: Copy, other: Copy) -> str:
    """Say why the two are one, "" where they are two."""
    if one.addresses & other.addresses:
        return "the same address"
    same = one.title == other.title and one.excerpt == other.excerpt
    return "the same text" if same else ""
