"""Which two articles are the same story."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from articles.text import display_text

RULE = "duplicates-1"


class Copy(NamedTuple):
    title: str
    excerpt: str
    provider: str
    addresses: frozenset[str]
    published_at: datetime


def addresses_of(*urls: str) -> frozenset[str]:
    return frozenset(
        url.replace("https://www.", "https://").removesuffix("/amp") for url in urls
    ) - {""}


def same_story(one: Copy, other: Copy) -> str:
    if one.addresses & other.addresses:
        return "the same address"
    if display_text(one.title).lower() == display_text(other.title).lower():
        return "the same title"
    return ""
