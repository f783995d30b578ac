"""Seeds as plain rows, the way a short script would make them: what both baselines write.

Nothing is checked, normalised, merged or filed; the tables are named as the site names them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import yaml

CHUNK = 250  # seeds a transaction, as many as the importer's
STATES = {True: "published", False: "unpublished", None: "unset"}
COLUMNS = {
    "topic": ("id", "slug", "name"),
    "provider": ("id", "domain", "name"),
    "image": ("id", "url", "width", "height"),
    "article": (
        *("id", "path", "slug", "canonical_url", "original_url", "web_url", "category", "type"),
        *("title", "excerpt", "search_words", "published_at", "day", "quality", "heat", "state"),
        *("provider_id", "batch_id", "imported_at"),
    ),
    "articletopic": (
        *("article_id", "topic_id", "position", "public", "day", "weight", "published_at"),
    ),
    "articleimage": ("article_id", "image_id", "position"),
    "relatedlink": (
        *("article_id", "position", "origin", "canonical_url", "url", "title", "excerpt", "type"),
        *("provider_name", "provider_domain", "published_at", "quality"),
    ),
    "seedfile": ("path", "kind", "digest", "text", "article_id", "batch_id"),
}
Seed = tuple[str, str, str, dict[str, Any]]
Tables = dict[str, list[tuple[Any, ...]]]


def paths(folder: Path) -> list[list[Path]]:
    files = sorted((folder / "_news").iterdir())
    return [files[start : start + CHUNK] for start in range(0, len(files), CHUNK)]


def read(files: Sequence[Path]) -> list[Seed]:
    """Path, digest, text and front matter of each file."""
    return [_read(file) for file in files]


def _read(file: Path) -> Seed:
    data = file.read_bytes()
    text = data.decode()
    front = yaml.load(text.split("---\n")[1], yaml.CSafeLoader)
    return f"_news/{file.name}", blake2b(data, digest_size=16).hexdigest(), text, front


class Tabulator:
    """Turns seeds into rows; gives out primary keys, and remembers those of what has a name."""

    def __init__(self) -> None:
        self.articles = 0
        self.keys: dict[str, dict[str, int]] = defaultdict(dict)

    def tables(self, seeds: Iterable[Seed]) -> Tables:
        """The new rows of every table, by its name."""
        tables: Tables = {name: [] for name in COLUMNS}
        for seed in seeds:
            self._add(tables, *seed)
        return tables

    def _add(self, tables: Tables, path: str, digest: str, text: str, front: Any) -> None:
        self.articles += 1
        pk, moment, by = self.articles, front["publishedDateTime"], front["provider"]
        provider = self._key(tables, "provider", by["domain"], by["name"])
        tables["article"].append(_article(pk, path, front, provider))
        public, weight = front["published"] is not False, front["heat"]
        for place, name in enumerate(front["topics"]):
            topic = self._key(tables, "topic", name.lower().replace(" ", "-"), name)
            row = (pk, topic, place, public, moment.date(), weight, moment)
            tables["articletopic"].append(row)
        for place, image in enumerate(front.get("images", ())):
            key = self._key(tables, "image", image["url"], image["width"], image["height"])
            tables["articleimage"].append((pk, key, place))
        urls = {link["webUrl"]: link for link in front.get("related", ())}
        tables["relatedlink"] += [_link(pk, *pair) for pair in enumerate(urls.values())]
        tables["seedfile"].append((path, "article", digest, text, pk, 1))

    def _key(self, tables: Tables, table: str, name: str, *rest: Any) -> int:
        keys = self.keys[table]
        if name not in keys:
            keys[name] = len(keys) + 1
            tables[table].append((keys[name], name, *rest))
        return keys[name]


def _article(pk: int, path: str, front: Any, provider: int) -> tuple[Any, ...]:
    moment, url = front["publishedDateTime"], front["webUrl"]
    return (
        *(pk, path, path[6:-3], url, front["originalUrl"], url, front["category"], front["type"]),
        *(front["title"], front["excerpt"], f"{front['title']} {front['excerpt']}"),
        *(moment, moment.date()),
        *(front["quality"], front["heat"], STATES[front["published"]], provider, 1, moment),
    )


def _link(pk: int, place: int, link: Any) -> tuple[Any, ...]:
    by = link["provider"]
    return (
        *(pk, place, "seed", link["webUrl"], link["webUrl"], link["title"], link["excerpt"]),
        *(link["type"], by["name"], by["domain"], link["publishedDateTime"], link["quality"]),
    )
