"""What an import would do to each article: reads the database, writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from articles.actions.catalog import Topics
from articles.ingest.changed import Changed
from articles.ingest.plan.article_values import article_values, for_merge, pinned
from articles.ingest.plan.parsing import Reading, parse_base
from articles.models import Article, SeedFile
from articles.seeds.kinds import FileResult
from articles.seeds.merge import Merge, merge
from articles.seeds.values import METRICS, ArticleValues, PictureValue, SeedValues

Pair = tuple[Changed, Reading]


@dataclass
class Change:
    """One file and what it means here.

    Without a `merge` the article is new, or the change is routine: then only `pk` tells which
    article that is. `changed` are the fields of an article here that get another value, `resized`
    the pictures of which the seed now gives another size or title.
    """

    file: Changed
    reading: Reading
    result: FileResult
    article: Article | None = None
    merge: Merge | None = None
    changed: Collection[str] = ()
    resized: Sequence[PictureValue] = ()
    renamed_from: str = ""
    pk: int = 0  # the article's; a new one has it once it is written

    @property
    def theirs(self) -> SeedValues:
        assert self.reading.values is not None
        return self.reading.values

    @property
    def conflicts(self) -> Collection[str]:
        return self.merge.conflicts if self.merge else ()

    def touches(self, name: str) -> bool:
        return self.result is FileResult.NEW or name in self.changed or name in self.conflicts


def addresses(readings: Iterable[Pair]) -> set[str]:
    read = [reading.values for _, reading in readings if reading.values]
    listed = {link.canonical_url for values in read for link in values.related}
    return listed.union(values.canonical_url for values in read)


def classify(
    readings: Sequence[Pair],
    topics: Topics,
    paths: Container[str],
    here: Mapping[str, int],
    *,
    hold: bool = False,
) -> tuple[list[Change], list[Pair]]:
    """Return changes for readable seeds, and those that wait for an earlier one of the same story.

    `paths` holds at least the paths among them that were imported before; `here` are the articles
    at their `addresses`, by canonical URL.
    Call it inside the transaction that applies the changes: `ours` must not move in between.
    """
    changes = _routine(readings)
    quick = {change.file.place.path for change in changes}
    readings = [pair for pair in readings if pair[0].place.path not in quick]
    known = _articles_by_path(pair for pair in readings if pair[0].place.path in paths)
    by_url = _articles_by_url(
        here,
        (
            reading.values.canonical_url
            for file, reading in readings
            if reading.values and file.place.path not in known
        ),
    )
    later: list[Pair] = []
    claimed: set[object] = set()
    for file, reading in readings:
        assert reading.values is not None
        article = known.get(file.place.path) or by_url.get(reading.values.canonical_url)
        claim = article.pk if article else reading.values.canonical_url
        if claim in claimed:
            later.append((file, reading))
            continue
        claimed.add(claim)
        changes.append(_change(file, reading, article, topics, hold=hold))
    return changes, later


def comparable(values: SeedValues, topics: Topics) -> ArticleValues:
    return values.as_article(topics.keys(values.topics))


def result_of(base: SeedValues, theirs: SeedValues, merged: Merge) -> FileResult:
    """Return UNCHANGED for a seed that says what the article says, such as our own export."""
    unchanged = merged.result is FileResult.UNCHANGED
    if unchanged and (base == theirs or _resized(base, theirs)):
        return FileResult.METRICS  # `secured`, the way it is written, or the size of a picture
    return merged.result


def _routine(readings: Sequence[Pair]) -> list[Change]:
    """Return the changes that need no merge: metrics alone, which nobody here edits.

    Left to the merge are articles that an editor is asked about, those that follow another file or
    a newer version of this one by now, and files of one story.
    """
    pairs = {file.place.path: (file, reading) for file, reading in readings if reading.routine}
    if not pairs:
        return []
    stories = Counter(reading.values.canonical_url for _, reading in readings if reading.values)
    seeds = SeedFile.objects.filter(
        path__among=pairs, article__path=F("path"), article__conflicts__isnull=True
    )
    changes = []
    for path, digest, pk in seeds.values_list("path", "digest", "article_id"):
        file, reading = pairs[path]
        base, theirs = reading.base, reading.values
        if pk and base and theirs and digest == file.seen and stories[theirs.canonical_url] == 1:
            moved = [name for name in METRICS if getattr(theirs, name) != getattr(base, name)]
            changes.append(Change(file, reading, FileResult.METRICS, changed=moved, pk=pk))
    return changes


def _change(
    file: Changed, reading: Reading, article: Article | None, topics: Topics, *, hold: bool
) -> Change:
    if article is None:
        return Change(file, reading, FileResult.NEW)
    assert reading.values is not None
    theirs = reading.values
    base = _base(file, reading, article) or theirs
    old, new = comparable(base, topics), comparable(theirs, topics)
    result = merge(old, new, article_values(article), pinned(article))
    if hold and result.merged.state != "unpublished":
        result = result.leaving("state")
    return Change(
        file,
        reading,
        result_of(base, theirs, result),
        article,
        result,
        result.changed,
        _resized(base, theirs),
        article.path if article.path != file.place.path else "",
        article.pk,
    )


def _resized(base: SeedValues, theirs: SeedValues) -> list[PictureValue]:
    before = {picture.url: picture for picture in base.images}
    return [picture for picture in theirs.images if before.get(picture.url, picture) != picture]


def _base(file: Changed, reading: Reading, article: Article) -> SeedValues | None:
    """Return what the article follows: this file, unless it has followed another since."""
    seed = next((seed for seed in article.seed_files.all() if seed.path == article.path), None)
    if seed is None or (seed.path == file.place.path and seed.digest == file.seen):
        return reading.base
    return parse_base(seed.text)


def _articles_by_path(readings: Iterable[Pair]) -> dict[str, Article]:
    paths = [file.place.path for file, _ in readings]
    found = SeedFile.objects.filter(path__among=paths, article__isnull=False)
    ids = dict(found.values_list("path", "article_id"))
    articles = _locked(list(ids.values()))
    return {path: articles[pk] for path, pk in ids.items() if pk is not None}


def _articles_by_url(here: Mapping[str, int], urls: Iterable[str]) -> dict[str, Article]:
    ids = {url: here[url] for url in urls if url in here}
    articles = _locked(list(ids.values()))
    return {url: articles[pk] for url, pk in ids.items()}


def _locked(keys: list[int]) -> dict[int, Article]:
    """Fetch and, where the database can, lock rows: nobody edits what is being merged."""
    if not keys:
        return {}
    articles = for_merge(Article.objects.filter(pk__among=keys)).select_for_update(of=("self",))
    return {article.pk: article for article in articles}
