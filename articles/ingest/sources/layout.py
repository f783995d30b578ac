"""Which file of a batch is what. Pure: works on names alone.

A batch is a site checkout (`_news/`, `_data/topics/` …), possibly below a folder of its own as in
a downloaded archive, several checkouts side by side, or a flat heap of seeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from articles.seeds.kinds import FileKind

SEED_SUFFIXES = frozenset({".md", ".markdown", ".txt", ".yaml", ".yml"})
ARTICLE_KEY = re.compile(rb"^(publishedDateTime|webUrl|originalUrl):", re.MULTILINE)
SEED_KEY = re.compile(rb"^(publishedDateTime|webUrl|originalUrl|domain|_id):", re.MULTILINE)
# What it really is, only its content tells: the sandbox looks at that.
PICTURE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".gif", ".webp", ".avif", ".bmp", ".ico"}
)
# What people and tools write for each other, in any language: "README.de.md". One that is a seed by
# what it says is a seed all the same.
PAPERS = re.compile(
    r"(?:readme|index|licen[cs]e|copying|notice|contributing|contributors|changelog|changes|authors"
    r"|maintainers|security|support|governance|code[_-]of[_-]conduct|codeowners|todo|install"
    r"|requirements|constraints|robots|humans|makefile|cmakelists"
    r"|(?:pull_request|issue)_template|_config|mkdocs|codecov|dependabot|(?:docker-)?compose"
    r"|pnpm-(?:lock|workspace)|package|environment)(?:[._-]\w{1,12}){0,2}\.\w+",
    re.IGNORECASE,
)
# What systems and editors leave behind, whatever the folder. The name of a Mac's folder icon ends
# in a line break, which is shown as U+FFFD.
LITTER = re.compile(
    r"\._.*|icon[\r\ufffd]?|(?:eh)?thumbs\.db|desktop\.ini|.*~|~\$.*|#.*#"
    r"|.*\.(?:sw[a-p]|tmp|bak|orig|rej|part|crdownload|lock)",
    re.IGNORECASE | re.DOTALL,
)
# What the sites hold besides news.
NOT_NEWS = frozenset(
    {"_newsletters", "_learning", "_samples", "_people", "_communities", "api", "node_modules"}
)


# What a file mentions comes before it.
ORDER = (
    FileKind.TOPIC,
    FileKind.PROVIDER,
    FileKind.PICTURE,
    FileKind.ARTICLE,
    FileKind.IGNORED,
)
RANK = {kind: rank for rank, kind in enumerate(ORDER)}

# A folder that holds one of these is a site checkout.
PLACES = {
    "_archive/_news/": FileKind.ARTICLE,
    "_news/": FileKind.ARTICLE,
    "_data/topics/": FileKind.TOPIC,
    "_data/organizations/": FileKind.PROVIDER,
}


class Place(NamedTuple):
    """A file's part in its batch: its kind, its path for identity, its checkout's prefix, and what
    was decided where it clashes with another story ("" for nothing)."""

    kind: FileKind
    path: str
    root: str = ""
    address_choice: str = ""


@dataclass(frozen=True)
class Layout:
    """`roots` are the prefixes of the checkouts in a batch, the longest first; none means a flat
    heap of seeds."""

    roots: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> Layout:
        folders = {name.rpartition("/")[0] for name in names if not _is_hidden(name)}
        found = {root for folder in folders if (root := _root_of(f"{folder}/")) is not None}
        return cls(tuple(sorted(found, key=lambda root: (-len(root), root))))

    def place_of(self, name: str) -> Place:
        if _is_hidden(name):
            return Place(FileKind.IGNORED, name)
        if not self.roots:
            return Place(flat_kind(name), name)
        for root in self.roots:
            if name.startswith(root):
                inside = name[len(root) :]
                folder, _, file = inside.rpartition("/")
                kind = _kind_in(folder, file.rpartition(".")[2])
                return Place(kind, inside) if len(self.roots) == 1 else Place(kind, name, root)
        return Place(FileKind.IGNORED, name)


def identity(parts: tuple[str, ...]) -> str:
    """Return the path of a single file by which it is known: from the folder of its site on.

    >>> identity(("srv", "site", "_news", "a.md"))
    '_news/a.md'
    """
    for start in range(len(parts) - 1, -1, -1):
        path = "/".join(parts[start:])
        if path.startswith(tuple(PLACES)):
            above = start - 1 if start and parts[start - 1] == "_archive" else start
            return "/".join(parts[above:])
    return parts[-1]


def prefix(folder: tuple[str, ...]) -> str:
    """Return what stands before the names in a folder, so that `site/_news` names its files as
    `site` does.

    >>> prefix(("srv", "site", "_news"))
    '_news/'
    """
    if folder[-1:] in (("_archive",), ("_data",)):
        return f"{folder[-1]}/"
    return identity((*folder, ""))


def flat_kind(name: str) -> FileKind:
    if not NOT_NEWS.isdisjoint(PurePosixPath(name).parts):
        return FileKind.IGNORED
    if _suffix(name) in (".yaml", ".yml"):
        return FileKind.TOPIC
    return FileKind.ARTICLE if _suffix(name) in SEED_SUFFIXES else FileKind.IGNORED


def place_by_content(place: Place, data: bytes) -> Place:
    """Return the place of a file whose content is known: outside of a site a .yaml is a topic,
    unless it turns out to hold an article. A README is nothing, unless it turns out to be a seed.
    """
    if PAPERS.fullmatch(place.path.rpartition("/")[2]) and not SEED_KEY.search(data):
        return place._replace(kind=FileKind.IGNORED)
    if place.kind == FileKind.TOPIC and "_data/" not in place.path and ARTICLE_KEY.search(data):
        return place._replace(kind=FileKind.ARTICLE)
    return place


def is_litter(name: str) -> bool:
    *folders, file = name.split("/")
    return LITTER.fullmatch(file) is not None and ".." not in folders


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "__MACOSX/")) or "/." in name


def _root_of(name: str) -> str | None:
    """Return the folder above the first part of a site in a name: "" at the top, None where there
    is none."""
    path, root = name, ""
    while "/" in path:
        if path.startswith(tuple(PLACES)):
            return root
        folder, _, path = path.partition("/")
        root += f"{folder}/"
    return None


def _suffix(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"


@lru_cache(maxsize=1000)
def _kind_in(folder: str, ending: str) -> FileKind:
    inside, suffix = f"{folder}/", f".{ending.lower()}"
    for start, kind in PLACES.items():
        if inside.startswith(start):
            return kind if suffix in SEED_SUFFIXES else FileKind.IGNORED
    if inside.startswith("assets/") and suffix in PICTURE_SUFFIXES:
        return FileKind.PICTURE
    return FileKind.IGNORED
