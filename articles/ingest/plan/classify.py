"""What an import would do to each article: reads the database, writes nothing."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from articles.actions.catalog import Topics
from articles.ingest.changed import Changed
from articles.ingest.plan.article_values import article_values, decided_fields, for_merge
from articles.ingest.plan.parsing import Reading, parse_base
from articles.models import Article, SeedFile
from articles.seeds.kinds import AddressChoice, FileResult
from articles.seeds.merge import Merge, merge
from articles.seeds.values import METRICS, ArticleValues, PictureValue, SeedValues
from articles.text import display_text

Pair = tuple[Changed, Reading]


@dataclass
class Change:
    """One file and what it means here.

    Without a `merge` the article is new, the change is routine, so that only `pk` tells which
    article that is, or it is a clash: then `article` is another story with the same address.
    `other_path` is that of the file which the article follows so far, "" if that is this one,
    `changed` are the fields of an article here that get another value, `resized` the pictures of
    which the seed now gives another size or title.
    """

    file: Changed
    reading: Reading
    result: FileResult
    article: Article | None = None
    merge: Merge | None = None
    changed: Collection[str] = ()
    resized: Sequence[PictureValue] = ()
    other_path: str = ""
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
            if reading.values and not _follows(known.get(file.place.path), file)
        ),
    )
    later: list[Pair] = []
    claimed: set[object] = set()
    for file, reading in readings:
        assert reading.values is not None
        at_address = by_url[reading.values.canonical_url]
        article = _article_of(file, reading.values, known.get(file.place.path), at_address)
        claims = {file.place.path, reading.values.canonical_url, article and article.pk} - {None}
        if not claims.isdisjoint(claimed):
            later.append((file, reading))
            continue
        changes.append(_change(file, reading, article, topics, hold=hold))
        if changes[-1].result is not FileResult.CLASH:  # which writes nothing
            claimed |= claims
    return changes, later


def _follows(article: Article | None, file: Changed) -> bool:
    return article is not None and article.path == file.place.path


def _article_of(
    file: Changed, values: SeedValues, known: Article | None, at_address: Sequence[Article]
) -> Article | None:
    """Return the article that the file is about: the one that follows it, else one at its address,
    rather one with its title. None is a new one.

    `known` is that of the file at its last import. It may have followed another file since, or even
    then; with another address, that is another story.
    """
    if _follows(known, file):
        return known
    if file.place.address_choice == AddressChoice.OWN:
        return None
    if known and known.canonical_url == values.canonical_url:
        return known
    titled = (article for article in at_address if _has_title(article, values.title))
    return next(titled, at_address[0] if at_address else None)


def _has_title(article: Article, title: str) -> bool:
    """Return whether people call it so, or its seed does."""
    wanted = comparable_title(title)
    if wanted == comparable_title(article.title):
        return True
    seed = _seed_followed(article)
    base = parse_base(seed.text) if seed else None
    return base is not None and wanted == comparable_title(base.title)


def comparable_title(title: str) -> str:
    """Return a title as people see it, in whatever case and composition it was written."""
    return unicodedata.normalize("NFKC", display_text(title)).casefold()


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
    moved = not _follows(article, file)
    if moved and not file.place.address_choice and not _has_title(article, theirs.title):
        return Change(file, reading, FileResult.CLASH, article, other_path=article.path)
    base = _base(file, reading, article) or theirs
    old, new = comparable(base, topics), comparable(theirs, topics)
    result = merge(old, new, article_values(article), decided_fields(article))
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
        article.path if moved else "",
        article.pk,
    )


def _resized(base: SeedValues, theirs: SeedValues) -> list[PictureValue]:
    before = {picture.url: picture for picture in base.images}
    return [picture for picture in theirs.images if before.get(picture.url, picture) != picture]


def _base(file: Changed, reading: Reading, article: Article) -> SeedValues | None:
    """Return what the article follows: this file, unless it has followed another since."""
    seed = _seed_followed(article)
    if seed is None or (seed.path == file.place.path and seed.digest == file.seen):
        return reading.base
    return parse_base(seed.text)


def _seed_followed(article: Article) -> SeedFile | None:
    return next((seed for seed in article.seed_files.all() if seed.path == article.path), None)


def _articles_by_path(readings: Iterable[Pair]) -> dict[str, Article]:
    paths = [file.place.path for file, _ in readings]
    found = SeedFile.objects.filter(path__among=paths, article__isnull=False)
    ids = dict(found.values_list("path", "article_id"))
    if not ids:
        return {}
    keys = [pk for pk in ids.values() if pk is not None]
    articles = {a.pk: a for a in _locked(for_merge(Article.objects.filter(pk__among=keys)))}
    return {path: articles[pk] for path, pk in ids.items() if pk is not None}


def _articles_by_url(here: Container[str], urls: Iterable[str]) -> Mapping[str, list[Article]]:
    articles = defaultdict(list)
    wanted = {url for url in urls if url in here}
    if wanted:
        at_address = Article.objects.filter(canonical_url__among=wanted)
        for article in _locked(for_merge(at_address, texts=True)):
            articles[article.canonical_url].append(article)
    return articles


def _locked(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Fetch and, where the database can, lock rows: nobody edits what is being merged."""
    return articles.order_by("pk").select_for_update(of=("self",))
