"""What an import would do to each article: reads the database, writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from articles.models import Article, SeedFile
from articles.seeds.catalog import Topics
from articles.seeds.current import for_merge, of_article, pinned
from articles.seeds.layout import Place
from articles.seeds.merge import Merge, merge
from articles.seeds.parse import parse_article
from articles.seeds.reading import Reading
from articles.seeds.values import Values, of_document


class Changed(NamedTuple):
    """A file whose digest is not the one of the last import."""

    place: Place
    data: bytes
    digest: str

    @property
    def text(self) -> str:
        """With its byte order mark and line ends."""
        return self.data.decode()


@dataclass
class Change:
    """One file and what it means here. `kind` is the class that reports count it under."""

    file: Changed
    reading: Reading
    kind: str
    article: Article | None = None
    ours: Values = field(default_factory=dict)
    base: Values = field(default_factory=dict)
    merge: Merge = field(default_factory=Merge)
    renamed_from: str = ""
    pk: int = 0  # the article's; a new one has it once it is written

    @property
    def theirs(self) -> Values:
        assert self.reading.values is not None
        return self.reading.values


def classify(
    readings: Sequence[tuple[Changed, Reading]], topics: Topics, *, hold: bool = False
) -> tuple[list[Change], list[tuple[Changed, Reading]]]:
    """Changes for readable seeds, and those that must wait for an earlier one of the same story.

    Call it inside the transaction that applies the changes: `ours` must not move in between.
    """
    known = _articles_by_path([file.place.path for file, _ in readings])
    by_url = _articles_by_url(
        reading.values["canonical_url"]
        for file, reading in readings
        if reading.values and file.place.path not in known
    )
    changes: list[Change] = []
    later: list[tuple[Changed, Reading]] = []
    claimed: set[object] = set()
    for file, reading in readings:
        assert reading.values is not None
        article = known.get(file.place.path) or by_url.get(reading.values["canonical_url"])
        claim = article.pk if article else reading.values["canonical_url"]
        if claim in claimed:
            later.append((file, reading))
            continue
        claimed.add(claim)
        changes.append(_change(file, reading, article, topics, hold=hold))
    return changes, later


def _change(
    file: Changed, reading: Reading, article: Article | None, topics: Topics, *, hold: bool
) -> Change:
    if article is None:
        return Change(file, reading, "new")
    assert reading.values is not None
    base = reading.base or _seed_of(article) or reading.values
    ours = of_article(article)
    result = merge(
        {**base, "topics": topics.keys(base["topics"])},
        {**reading.values, "topics": topics.keys(reading.values["topics"])},
        ours,
        pinned(article),
    )
    if hold and result.updates.get("state") != "unpublished":
        result.updates.pop("state", None)
    kind = _kind(base, reading.values, result)
    renamed = article.path if article.path != file.place.path else ""
    return Change(file, reading, kind, article, ours, base, result, renamed, article.pk)


def _kind(base: Values, theirs: Values, result: Merge) -> str:
    """`unchanged` is for a seed that says what the article says already, such as our own export."""
    if result.kind == "unchanged" and base == theirs:
        return "metrics"  # only `secured` or the way it is written
    return result.kind


def _seed_of(article: Article) -> Values | None:
    """What the article's seed said under its other path."""
    return of_document(parse_article(article.seed.text.encode())) if article.seed else None


def _articles_by_path(paths: Iterable[str]) -> dict[str, Article]:
    found = SeedFile.objects.filter(path__in=list(paths), article__isnull=False)
    ids = dict(found.values_list("path", "article_id"))
    articles = _locked(list(ids.values()))
    return {path: articles[pk] for path, pk in ids.items() if pk is not None}


def _articles_by_url(urls: Iterable[str]) -> dict[str, Article]:
    found = Article.objects.filter(canonical_url__in=list(urls)).order_by("-pk")
    ids = dict(found.values_list("canonical_url", "pk"))
    articles = _locked(list(ids.values()))
    return {url: articles[pk] for url, pk in ids.items()}


def _locked(keys: list[int]) -> dict[int, Article]:
    """With their rows locked where the database locks rows: nobody edits what is being merged."""
    if not keys:
        return {}
    articles = for_merge(Article.objects.filter(pk__in=keys)).select_for_update(of=("self",))
    return {article.pk: article for article in articles}
