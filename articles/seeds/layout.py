"""Which file of a batch is what. Pure: works on names alone.

A batch is a site checkout (`_news/`, `_data/topics/` …), possibly below a folder of its own as in
a downloaded archive, several checkouts side by side, or a flat heap of seeds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

MARKERS = ("_news", "_archive", "_data")  # a folder that holds one of these is a site checkout
SEED_SUFFIXES = frozenset({".md", ".markdown", ".txt", ".yaml", ".yml"})
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp"})
NOT_SEEDS = frozenset({"readme", "license", "changelog", "contributing"})


class Kind(StrEnum):
    TOPIC = "topic"
    PROVIDER = "provider"
    PICTURE = "picture"
    ARTICLE = "article"
    IGNORED = "ignored"


ORDER = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True)
class Place:
    """A file's part in its batch: its kind, its path for identity, and its checkout's prefix."""

    kind: Kind
    path: str
    root: str = ""


@dataclass(frozen=True)
class Layout:
    """`roots` are the prefixes of the checkouts in a batch; none means a flat heap of seeds."""

    roots: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> Layout:
        found = {root for name in names if (root := _root(name)) is not None}
        return cls(tuple(sorted(found)))

    def place(self, name: str) -> Place:
        if not self.roots:
            return Place(_flat_kind(name), name)
        root = next((root for root in self.roots if name.startswith(root)), None)
        if root is None:
            return Place(Kind.IGNORED, name)
        inside = name[len(root) :]
        if len(self.roots) == 1:
            return Place(_site_kind(inside), inside)
        return Place(_site_kind(inside), name, root)


def identity(parts: tuple[str, ...]) -> str:
    """The path of a single file by which it is known: from the last marker folder on.

    >>> identity(("srv", "site", "_news", "a.md"))
    '_news/a.md'
    """
    for marker in ("_archive", "_data", "_news"):
        if marker in parts[:-1]:
            start = len(parts) - 1 - parts[::-1].index(marker)
            return "/".join(parts[start:])
    return parts[-1]


def _root(name: str) -> str | None:
    parts = name.split("/")
    for depth, part in enumerate(parts[:-1]):
        if part in MARKERS:
            return "".join(f"{above}/" for above in parts[:depth])
    return None


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _flat_kind(name: str) -> Kind:
    stem = PurePosixPath(name).stem.lower()
    if _suffix(name) in SEED_SUFFIXES and stem not in NOT_SEEDS:
        return Kind.ARTICLE
    return Kind.IGNORED


def _site_kind(inside: str) -> Kind:
    suffix = _suffix(inside)
    if inside.startswith(("_news/", "_archive/_news/")) and suffix in SEED_SUFFIXES:
        return Kind.ARTICLE
    if inside.startswith("_data/topics/") and suffix in SEED_SUFFIXES:
        return Kind.TOPIC
    if inside.startswith("_data/organizations/") and suffix in SEED_SUFFIXES:
        return Kind.PROVIDER
    if inside.startswith("assets/") and suffix in PICTURE_SUFFIXES:
        return Kind.PICTURE
    return Kind.IGNORED
