"""A seed as the plain values that a merge compares, and what an article says in the same terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from articles import weburls
from articles.seeds.document import Document, Extra, Picture, Related

# The fields an editor can change. The others follow the seed: nobody here touches them.
EDITABLE = ("title", "excerpt", "quality", "state", "topics", "images", "related")
_ADDRESSES = ("canonical_url", "original_url", "web_url", "amp_url", "cdn_amp_url")
_FIXED = ("category", "type", "published_at", *_ADDRESSES, "featured_content", "extra")
FOLLOWING = (*_FIXED, "provider")
METRICS = ("heat",)  # follow the seed silently, never history
# Columns of an article that hold a seed's value as it is, under the same name.
PLAIN = (*_FIXED, "title", "excerpt", "quality", *METRICS)

STATES = {True: "published", False: "unpublished", None: "unset"}


class PictureValue(NamedTuple):
    """What is kept of a picture; the same address with another size is another value."""

    url: str
    width: int | None
    height: int | None
    title: str


class LinkValue(NamedTuple):
    """What is kept of a related story; known by its canonical URL."""

    canonical_url: str
    url: str
    title: str
    excerpt: str
    type: str
    provider_name: str
    provider_domain: str
    published_at: datetime | None
    quality: int | None


# Without slots: thousands of them go from the processes that read to the one that writes, and
# plain attributes are pickled at once.
@dataclass(frozen=True, kw_only=True)
class _Values:
    category: str
    type: str
    title: str
    excerpt: str
    published_at: datetime
    canonical_url: str
    original_url: str
    web_url: str
    amp_url: str
    cdn_amp_url: str
    featured_content: str
    quality: int | None
    heat: int | None
    state: str
    provider: tuple[str, str]  # domain and name
    related: tuple[LinkValue, ...]
    extra: Extra


@dataclass(frozen=True, kw_only=True)
class ArticleValues(_Values):
    """What an article says or is to say; `topics` are primary keys (the slug of one that does not
    exist yet), `images` addresses."""

    topics: tuple[int | str, ...]
    images: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SeedValues(_Values):
    """`logos` are the provider's, the largest first: nothing that an article says."""

    topics: tuple[str, ...]
    images: tuple[PictureValue, ...]
    logos: tuple[PictureValue, ...] = field(default=(), compare=False)

    def as_article(self, topics: Sequence[int | str]) -> ArticleValues:
        images = tuple(picture.url for picture in self.images)
        values = {**vars(self), "topics": tuple(topics), "images": images}
        del values["logos"]
        return ArticleValues(**values)


def seed_values(document: Document) -> SeedValues:
    """Return every field of a seed, each picture and each related story once."""
    canonical = document.canonical_url
    return SeedValues(
        category=document.category,
        type=document.type,
        title=document.title,
        excerpt=document.excerpt,
        published_at=document.published_at,
        canonical_url=canonical,
        original_url=(document.original_url or "").strip(),
        web_url=(document.web_url or "").strip(),
        amp_url=(document.amp_url or "").strip(),
        cdn_amp_url=(document.cdn_amp_url or "").strip(),
        featured_content=document.featured_content or "",
        quality=document.quality,
        heat=document.heat,
        state=STATES[document.published],
        provider=(document.provider.key, document.provider.name),
        topics=document.topics,
        images=_pictures(document.images),
        logos=logos(document.provider.images),
        related=_links(document.related, canonical),
        extra=document.extra,
    )


def _pictures(pictures: tuple[Picture, ...]) -> tuple[PictureValue, ...]:
    by_url = {
        picture.address: PictureValue(
            picture.address, picture.width, picture.height, picture.title or ""
        )
        for picture in pictures
    }
    return tuple(by_url.values())


def logos(pictures: tuple[Picture, ...]) -> tuple[PictureValue, ...]:
    """Return the pictures of a provider, the largest first."""
    return tuple(sorted(_pictures(pictures), key=lambda picture: -(picture.width or 0)))


def _links(related: tuple[Related, ...], own_url: str) -> tuple[LinkValue, ...]:
    """Return them in the seed's order, each story once; a story is no coverage of itself."""
    links: dict[str, LinkValue] = {}
    for entry in related:
        link = link_value(entry)
        if link.canonical_url != own_url:
            links.setdefault(link.canonical_url, link)
    return tuple(links.values())


def link_value(entry: Related) -> LinkValue:
    provider = entry.provider
    return LinkValue(
        canonical_url=entry.canonical_url,
        url=entry.url,
        title=entry.title,
        excerpt=entry.excerpt,
        type=entry.type,
        provider_name=provider.name if provider else "",
        provider_domain=provider.key if provider else weburls.domain(entry.url),
        published_at=entry.published_at,
        quality=entry.quality,
    )
