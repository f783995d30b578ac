"""What an import would do to each article: reads the database, writes nothing."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import F, QuerySet

from articles.actions.catalog import Topics
from articles.ingest.changed import Changed
from articles.ingest.plan.article_values import article_values, decided_fields, for_merge
from articles.ingest.plan.identity import clashes, story_of
from articles.ingest.plan.parsing import Reading, parse_base
from articles.ingest.recorder import COMES, LEAVES
from articles.models import Article, SeedFile, State
from articles.seeds.kinds import FileResult
from articles.seeds.merge import Merge, merge
from articles.seeds.values import METRICS, ArticleValues, PictureValue, SeedValues
from articles.text import display_text
from articles.times import is_ahead

Pair = tuple[Changed, Reading]


@dataclass
class Change:
    """One file and what it means here.

    Without a `merge` the article is new, the change is routine, so that only `pk` tells which
    article that is, or it is a clash: then `article` is another story with the same address or
    path. `known` is the article of the file at its last import, `here` are those at its address.
    `other_path` is that of the file which the article follows so far, "" if that is this one,
    `changed` are the fields of an article here that get another value, `resized` the pictures of
    which the seed now gives another size or title.
    """

    file: Changed
    reading: Reading
    result: FileResult
    article: Article | None = None
    known: Article | None = None
    here: Sequence[Article] = ()
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

    @property
    def move(self) -> str:
        """Return whether it brings the article to readers or takes it from them; "" if neither."""
        if self.merge is None:
            return ""
        before, after = _is_shown(self.merge.ours), _is_shown(self.merge.merged)
        return "" if before == after else COMES if after else LEAVES

    @property
    def displaced(self) -> Article | None:
        """Return the article that gives up its path, as the file there holds another by now."""
        if self.known is None or self.result is FileResult.CLASH or self.known == self.article:
            return None
        return self.known if self.known.path == self.file.place.path else None

    @property
    def takes_over(self) -> Article | None:
        """Return the article with which the file clashes over its path."""
        clashing = self.result is FileResult.CLASH and self.other_path == self.file.place.path
        return self.article if clashing else None

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
    by_url = _articles_by_url(here, _to_look_up(readings, known))
    later: list[Pair] = []
    claimed: set[object] = set()
    sought: set[int] = set()  # articles that files are about, now or later
    for file, reading in readings:
        path, address = file.place.path, address_of(reading)
        change = _change(file, reading, known.get(path), by_url[address], topics, hold=hold)
        touched = {article.pk for article in (change.article, change.displaced) if article}
        claims = {path, address, *touched}
        sought.add(change.pk)
        if not claims.isdisjoint(claimed):
            later.append((file, reading))
            continue
        changes.append(change)
        if change.result is not FileResult.CLASH:  # which writes nothing
            claimed |= claims
    # Where the story before goes to another file, the path will be free.
    waiting = {id(one) for one in changes if one.takes_over and one.takes_over.pk in sought}
    later += [(one.file, one.reading) for one in changes if id(one) in waiting]
    return [one for one in changes if id(one) not in waiting], later


def address_of(reading: Reading) -> str:
    assert reading.values is not None
    return reading.values.canonical_url


def _to_look_up(readings: Iterable[Pair], known: Mapping[str, Article]) -> Iterator[str]:
    """Yield the addresses of files that may hold another story than before."""
    for file, reading in readings:
        article, address = known.get(file.place.path), address_of(reading)
        if (
            article is None
            or (article.path, article.canonical_url) != (file.place.path, address)
            or not has_title(article, file, reading)
        ):
            yield address


def has_title(article: Article, file: Changed, reading: Reading) -> bool:
    """Return whether people call the article as the file does, or its seed does."""
    assert reading.values is not None
    wanted = comparable_title(reading.values.title)
    if wanted == comparable_title(article.title):
        return True
    base = _base(file, reading, article)
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


def _is_shown(values: ArticleValues) -> bool:
    return values.state != State.UNPUBLISHED and not is_ahead(values.published_at)


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
    file: Changed,
    reading: Reading,
    known: Article | None,
    here: Sequence[Article],
    topics: Topics,
    *,
    hold: bool,
) -> Change:
    place, address = file.place, address_of(reading)

    def titled(article: Article) -> bool:
        return has_title(article, file, reading)

    article = story_of(place, address, known, here, titled)
    if article is None:
        return Change(file, reading, FileResult.NEW, None, known, here)
    if clashes(place, address, article, titled):
        other = article.path
        return Change(file, reading, FileResult.CLASH, article, known, here, other_path=other)
    return replace(merged_change(file, reading, article, topics, hold=hold), known=known, here=here)


def merged_change(
    file: Changed, reading: Reading, article: Article, topics: Topics, *, hold: bool
) -> Change:
    """Return what the file means if it is about that article."""
    assert reading.values is not None
    theirs = reading.values
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
        merge=result,
        changed=result.changed,
        resized=_resized(base, theirs),
        other_path="" if _follows(article, file) else article.path,
        pk=article.pk,
    )


def _follows(article: Article, file: Changed) -> bool:
    return article.path == file.place.path


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
