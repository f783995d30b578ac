"""Articles as lists show them: small values read with a few narrow queries, never model rows.

Making model instances, with all that hangs on them, costs several times the query itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from articles.display.markup import initial, web
from articles.display.prepared import NUMBERS, TEXT, Prepared
from articles.models import (
    FOLDED,
    Article,
    ArticleImage,
    ArticleTopic,
    ImageState,
    Provider,
    RelatedLink,
)
from articles.text import display_text, summary
from articles.times import is_ahead

ValueRow = tuple[Any, ...]

LOGO = ("provider__logo__digest", "provider__logo__state")
COLUMNS = (
    *("pk", "slug", "title", "excerpt", "web_url", "original_url", "type", "published_at", "day"),
    *("quality", "heat", "weight", "public", "provider__at_most", "provider_name"),
    *("provider__domain", "provider__name", "provider__aliases", *LOGO),
)
LINK_COLUMNS = (
    *("article_id", "pk", "target_id", "title", "url", "origin", "quality", "published_at"),
    *("provider_name", "provider_domain"),
)
TARGET_COLUMNS = (
    *("title", "web_url", "original_url", "provider_name"),
    *("provider__domain", "provider__name", "provider__aliases", *LOGO),
)
KNOWN_COLUMNS = ("name", "logo__digest", "logo__state")
TOPIC_COLUMNS = (
    *("article_id", "topic_id", "topic__slug", "topic__name", "topic__short_name"),
    "topic__parent_id",
)
OF_KEYS = Prepared(
    NUMBERS,
    lambda keys: Article.objects.order_by().filter(pk__among=keys).values_list(*COLUMNS),
)
OF_SLUG = Prepared(
    TEXT,
    lambda slug: (
        Article.objects.public()
        .order_by()
        .filter(slug=slug, merged_into=None)
        .values_list(*COLUMNS)
    ),
)
TOPICS = Prepared(
    NUMBERS,
    lambda keys: (
        ArticleTopic.objects.filter(article__among=keys, position__isnull=False)
        .order_by("position")
        .values_list(*TOPIC_COLUMNS)
    ),
)
PICTURES = Prepared(
    NUMBERS,
    lambda keys: (
        ArticleImage.objects.filter(article__among=keys)
        .order_by("-position")
        .values_list("article_id", "image__digest", "image__state")
    ),
)


def _links(links: QuerySet[RelatedLink], keys: list[int]) -> QuerySet[RelatedLink, ValueRow]:
    targets = [f"target__{name}" for name in TARGET_COLUMNS]
    below = links.filter(article__among=keys).order_by("position", "pk")
    known = [_known(name) for name in KNOWN_COLUMNS]
    return below.values_list(*LINK_COLUMNS, *targets, *known)


def _known(column: str) -> Subquery:
    """Return what is known of the provider of a story elsewhere."""
    return Subquery(Provider.objects.filter(domain=OuterRef("provider_domain")).values(column)[:1])


LINKS = Prepared(NUMBERS, lambda keys: _links(RelatedLink.objects.all(), keys))
LINKS_FOR_READERS = Prepared(NUMBERS, lambda keys: _links(RelatedLink.objects.for_readers(), keys))


@dataclass(frozen=True, slots=True)
class Source:
    """A provider under the name that the story gives it. `logo` is a digest, "" for none; the
    provider's initial stands for it then."""

    domain: str
    name: str
    initial: str
    logo: str = ""


@dataclass(frozen=True, slots=True)
class TopicName:
    pk: int
    slug: str
    name: str
    label: str  # the short name where there is one
    is_root: bool


@dataclass(frozen=True, slots=True)
class Link:
    pk: int
    title: str
    url: str  # "" where it is no address of the web
    source: Source
    origin: str
    quality: int | None
    published_at: datetime | None
    target: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """What every list shows of an article, in words for people; `picture` is a digest, "" for
    none that is ready."""

    pk: int
    slug: str
    title: str
    excerpt: str
    url: str  # where the story is, "" where that is no address of the web
    type: str
    published_at: datetime
    day: date
    quality: int | None
    heat: int | None
    weight: int
    is_public: bool
    source: Source
    picture: str
    topics: tuple[TopicName, ...]
    at_most: int | None  # stories of the source that readers' lists show of a day

    @property
    def is_folded(self) -> bool:
        return self.weight <= FOLDED

    @property
    def is_listed(self) -> bool:
        # As `Article.objects.listed()` asks of rows.
        return self.is_public and not self.is_folded

    @property
    def is_video(self) -> bool:
        return self.type == "video"


def public_card(slug: str) -> Card | None:
    for row in OF_SLUG(slug):
        key = row[0]
        return card(row, pictures_of([key]).get(key, ""), topics_of([key])[key])
    return None


def cards(keys: Sequence[int], *, topics: bool = True, pictures: bool = True) -> list[Card]:
    """Return the articles with these keys, in their order; those that are gone are left out.

    A query, and one each for topics and pictures where the list shows them. Nothing but the key is
    asked for: filtered by `is_listed` as well, SQLite would walk through every public article.
    """
    filed = topics_of(keys) if topics else {}
    shown = pictures_of(keys) if pictures else {}
    found = {
        row[0]: card(row, shown.get(row[0], ""), filed.get(row[0], ())) for row in OF_KEYS(keys)
    }
    return [found[key] for key in keys if key in found]


def card(row: ValueRow, picture: str, topics: Sequence[TopicName]) -> Card:
    key, slug, title, excerpt, web_url, original_url, kind, published_at, day = row[:9]
    quality, heat, weight, public, at_most, *provider = row[9:]
    headline = display_text(title)
    return Card(
        key,
        slug,
        headline,
        summary(excerpt, headline),
        web(web_url or original_url),
        kind,
        published_at,
        day,
        quality,
        heat,
        weight,
        public and not is_ahead(published_at),
        _source(*provider),
        picture,
        tuple(topics),
        at_most,
    )


def topics_of(keys: Sequence[int]) -> defaultdict[int, list[TopicName]]:
    found: defaultdict[int, list[TopicName]] = defaultdict(list)
    for article, topic, slug, name, short, parent in TOPICS(keys):
        found[article].append(topic_name(topic, slug, name, short, parent))
    return found


def topic_name(pk: int, slug: str, name: str, short: str, parent: int | None) -> TopicName:
    shown = display_text(name)
    return TopicName(pk, slug, shown, display_text(short) or shown, parent is None)


def pictures_of(keys: Sequence[int]) -> dict[int, str]:
    """Return the digest of each article's lead picture, "" where it has no renditions yet."""
    return {article: _ready(digest, state) for article, digest, state in PICTURES(keys)}


def links_of(keys: Sequence[int], *, for_readers: bool = False) -> defaultdict[int, list[Link]]:
    """Return the related coverage below each of these articles, in its order; for readers without
    what they may not see.

    The words of our own article are shown where there is one, else the link's.
    """
    below: defaultdict[int, list[Link]] = defaultdict(list)
    for row in LINKS_FOR_READERS(keys) if for_readers else LINKS(keys):
        below[row[0]].append(_link(row))
    return below


def _link(row: ValueRow) -> Link:
    _, key, target, title, url, origin, quality, published_at, name, domain = row[:10]
    end = len(row) - len(KNOWN_COLUMNS)
    if target is None:
        source = _source_elsewhere(name, domain, *row[end:])
    else:
        title, web_url, original_url, *provider = row[10:end]
        url, source = web_url or original_url, _source(*provider)
    words = display_text(title)
    return Link(key, words, web(url), source, origin, quality, published_at, target)


def _source_elsewhere(
    own: str, domain: str, name: str | None, digest: str | None, state: str | None
) -> Source:
    """Return the provider of a link, by what is known of it where that is ours."""
    if name is None:
        return Source(domain, display_text(own or domain), initial(domain, own or domain))
    shown, known = display_text(own or name), _source("", domain, name, [], digest, state)
    return Source(domain, shown, known.initial, known.logo)


def _source(
    own: str, domain: str, name: str, aliases: list[str], digest: str | None, state: str | None
) -> Source:
    """Return the provider of a row; `own` is what the story calls it, as `source_name` has it."""
    shown = name if not own or own in aliases else own
    return Source(domain, display_text(shown), initial(domain, name), _ready(digest, state))


def _ready(digest: str | None, state: str | None) -> str:
    return digest if digest and state == ImageState.READY else ""
