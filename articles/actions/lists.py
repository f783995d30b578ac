"""What an article has several of, topics, pictures, links, open conflicts, places on top of topics
and refused suggestions: read and written.

The history holds them as plain lists: topics by name, pictures by address, links and conflicts
complete enough to be made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from articles import rows, weburls
from articles.models import (
    Article,
    ArticleImage,
    ArticleTopic,
    Conflict,
    Feature,
    Origin,
    Refusal,
    RelatedLink,
)
from articles.seeds.values import LinkValue

Snapshot: TypeAlias = dict[str, Any]  # a link, conflict, place or refusal as the history has it


class Link(NamedTuple):
    value: LinkValue
    origin: str  # for a link that is not there yet


@dataclass(frozen=True)
class Lists:
    """Lists as they are to be; None leaves one as it is. Topics and pictures are primary keys."""

    topics: Sequence[int] | None = None
    images: Sequence[int] | None = None
    links: Sequence[Link] | None = None
    conflicts: Sequence[Snapshot] | None = None
    features: Sequence[Feature] | None = None
    refusals: Sequence[Snapshot] | None = None


def topics(article: Article) -> list[str]:
    listed = ArticleTopic.objects.filter(article=article, position__isnull=False)
    return list(listed.order_by("position").values_list("topic__name", flat=True))


def images(article: Article) -> list[str]:
    shown = ArticleImage.objects.filter(article=article).order_by("position")
    return list(shown.values_list("image__url", flat=True))


def links(article: Article) -> list[Snapshot]:
    return [snapshot(value_of(link), link.origin) for link in article.links.all()]


def conflicts(article: Article) -> list[Snapshot]:
    return [conflict(c.field, c.base, c.theirs, c.at.isoformat()) for c in article.conflicts.all()]


def features(article: Article) -> list[Snapshot]:
    """Return where it is on top now; what has ended is no more."""
    places = article.features.holding().select_related("topic")
    return [{"topic": p.topic.name, "until": p.until.isoformat(), "by": p.by_id} for p in places]


def refusals(article: Article) -> list[Snapshot]:
    """Return what does not belong to it, as an editor said here or there."""
    pairs = Refusal.objects.of(article).values_list("one", "one__title", "other", "other__title")
    return in_order(
        refusal(*((one, title) if one != article.pk else (other, others)))
        for one, title, other, others in pairs
    )


def refusals_with(article: Article, other: Article) -> list[Snapshot]:
    """Return what does not belong to it, and now the other one as well."""
    refused = refusals(article)
    if other.pk in (shot["article"] for shot in refused):
        return refused
    return in_order([*refused, refusal(other.pk, other.title)])


def refusal(key: int, title: str) -> Snapshot:
    return {"article": key, "title": title}


def in_order(shots: Iterable[Snapshot]) -> list[Snapshot]:
    return sorted(shots, key=lambda shot: int(shot["article"]))


def value_of(link: RelatedLink) -> LinkValue:
    return LinkValue(*(getattr(link, name) for name in LinkValue._fields))


def snapshot(link: LinkValue, origin: str) -> Snapshot:
    shot = {name: value for name, value in link._asdict().items() if value not in ("", None)}
    del shot["canonical_url"]  # follows from the address
    if link.published_at:
        shot["published_at"] = link.published_at.isoformat()
    return {**shot, "title": link.title, "origin": origin}


def link_of(shot: Snapshot) -> Link:
    published_at = shot.get("published_at")
    value = LinkValue(
        canonical_url=weburls.canonical(shot["url"]),
        url=shot["url"],
        title=shot["title"],
        excerpt=shot.get("excerpt", ""),
        type=shot.get("type", "article"),
        provider_name=shot.get("provider_name", ""),
        provider_domain=shot.get("provider_domain", ""),
        published_at=parse_datetime(published_at) if published_at else None,
        quality=shot.get("quality"),
    )
    return Link(value, shot.get("origin", Origin.EDITOR.value))


def conflict(field: str, base: Any, theirs: Any, at: str) -> Snapshot:
    return {"field": field, "base": base, "theirs": theirs, "at": at}


def write(article: Article, lists: Lists) -> None:
    """Make these lists of the article what they are to be.

    `topic_index.reindex` then copies what lists sort by to the rows of topics, and files the
    article above them.
    """
    if lists.topics is not None:
        _write_topics(article, lists.topics)
    if lists.images is not None:
        _write_images(article, lists.images)
    if lists.links is not None:
        _write_links(article, lists.links)
    if lists.conflicts is not None:
        _write_conflicts(article, lists.conflicts)
    if lists.features is not None:
        Feature.objects.filter(article=article).delete()
        for place in lists.features:
            place.article = article
        Feature.objects.bulk_create(lists.features)
    if lists.refusals is not None:
        _write_refusals(article, lists.refusals)


def open_after_undo(
    now: list[Snapshot], before: list[Snapshot], after: list[Snapshot]
) -> list[Snapshot]:
    """Return what is open once a change from `before` to `after` is undone.

    What it raised is dropped, what it settled is open again, but for fields that something newer is
    open about.
    """
    left = [question for question in now if question in before or question not in after]
    fields = {question["field"] for question in left}
    settled = [question for question in before if question not in after]
    again = [question for question in settled if question["field"] not in fields]
    return sorted([*left, *again], key=lambda question: str(question["field"]))


def refused_after_undo(
    now: list[Snapshot], before: list[Snapshot], after: list[Snapshot]
) -> list[Snapshot]:
    """Return what is refused once a change from `before` to `after` is undone, and nothing else."""
    was, became = ({shot["article"] for shot in shots} for shots in (before, after))
    left = [shot for shot in now if shot["article"] not in became - was]
    here = {shot["article"] for shot in left}
    again = [shot for shot in before if shot["article"] not in became | here]
    return in_order([*left, *again])


def articles_at(urls: Iterable[str]) -> dict[str, int]:
    here = Article.objects.filter(canonical_url__among=set(urls))
    return dict(here.order_by("-pk").values_list("canonical_url", "pk"))


def join_waiting(arrived: Mapping[str, int]) -> None:
    """Lead links that waited for articles to those that have arrived, keys by canonical URL.

    A story does not link to itself.
    """
    waiting = RelatedLink.objects.filter(canonical_url__among=arrived)
    # Asked for those without a target, SQLite would go through all of them.
    found = [
        (arrived[url], pk)
        for pk, article, url, target in waiting.values_list(
            "pk", "article_id", "canonical_url", "target_id"
        )
        if target is None and arrived[url] != article
    ]
    rows.update(RelatedLink, "target_id", found)


def _write_topics(article: Article, keys: Sequence[int]) -> None:
    ArticleTopic.objects.filter(article=article).delete()
    ArticleTopic.objects.bulk_create(
        ArticleTopic(
            article=article,
            topic_id=key,
            position=position,
            public=False,
            day=article.day,
            weight=0,
            published_at=article.published_at,
        )
        for position, key in enumerate(keys)
    )


def _write_images(article: Article, keys: Sequence[int]) -> None:
    ArticleImage.objects.filter(article=article).delete()
    ArticleImage.objects.bulk_create(
        ArticleImage(article=article, image_id=key, position=position)
        for position, key in enumerate(keys)
    )


def _write_links(article: Article, wanted: Sequence[Link]) -> None:
    """Keep the rows, and the origin, of links that stay."""
    here = {link.canonical_url: link for link in article.links.all()}
    new, moved = [], []
    for position, (value, origin) in enumerate(wanted):
        link = here.pop(value.canonical_url, None)
        if link is None:
            new.append(
                RelatedLink(article=article, position=position, origin=origin, **value._asdict())
            )
            continue
        if link.position != position:
            moved.append((position, link.pk))
        news = {name: new for name, new in value._asdict().items() if new != getattr(link, name)}
        if news:
            RelatedLink.objects.filter(pk=link.pk).update(**news)
    RelatedLink.objects.filter(pk__in=[link.pk for link in here.values()]).delete()
    rows.update(RelatedLink, "position", moved)
    targets = articles_at(link.canonical_url for link in new)
    for link in new:
        target = targets.get(link.canonical_url)
        link.target_id = target if target != article.pk else None
    RelatedLink.objects.bulk_create(new)


def _write_conflicts(article: Article, wanted: Sequence[Snapshot]) -> None:
    open_now = {question["field"]: question for question in conflicts(article)}
    gone = open_now.keys() - {question["field"] for question in wanted}
    Conflict.objects.filter(article=article, field__in=gone).delete()
    Conflict.objects.bulk_create(
        (
            Conflict(article=article, **{**question, "at": parse_datetime(question["at"])})
            for question in wanted
            if question != open_now.get(question["field"])
        ),
        update_conflicts=True,
        unique_fields=["article", "field"],
        update_fields=["base", "theirs", "at"],
    )


def _write_refusals(article: Article, wanted: Sequence[Snapshot]) -> None:
    keys = {int(shot["article"]) for shot in wanted}
    here = {int(shot["article"]) for shot in refusals(article)}
    gone = Q(one__in=here - keys) | Q(other__in=here - keys)
    Refusal.objects.of(article).filter(gone).delete()
    new = Article.objects.filter(pk__in=keys - here).exclude(pk=article.pk)
    pairs = (sorted((article.pk, key)) for key in new.values_list("pk", flat=True))
    # Somebody may have said so of the other one meanwhile.
    Refusal.objects.bulk_create(
        (Refusal(one_id=one, other_id=other) for one, other in pairs), ignore_conflicts=True
    )
