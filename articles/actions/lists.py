"""An article's topics, pictures and links as plain lists, the way events hold them."""

from __future__ import annotations

from typing import Any, TypeAlias

from django.utils.dateparse import parse_datetime

from articles import text, weburls
from articles.actions.errors import Refused
from articles.models import (
    Article,
    ArticleImage,
    ArticleTopic,
    Conflict,
    Image,
    Origin,
    RelatedLink,
    Topic,
    TopicRedirect,
)

Snapshot: TypeAlias = dict[str, Any]

SNAPSHOT = ["excerpt", "type", "provider_name", "provider_domain", "quality", "origin"]


def topics(article: Article) -> list[str]:
    """The names of the listed topics, in their order."""
    listed = ArticleTopic.objects.filter(article=article, position__isnull=False)
    return list(listed.order_by("position").values_list("topic__name", flat=True))


def set_topics(article: Article, names: list[str]) -> None:
    """List exactly these topics. `topic_index.reindex` then copies to these rows what lists sort
    by, and files the article above them."""
    known = _topics_by_name(names)
    article.article_topics.all().delete()
    ArticleTopic.objects.bulk_create(
        ArticleTopic(
            article=article,
            topic=known[name],
            position=position,
            public=False,
            day=article.day,
            weight=0,
            published_at=article.published_at,
        )
        for position, name in enumerate(known)
    )


def images(article: Article) -> list[str]:
    """The addresses of the pictures, the lead first."""
    rows = ArticleImage.objects.filter(article=article)
    return list(rows.order_by("position").values_list("image__url", flat=True))


def set_images(article: Article, urls: list[str]) -> None:
    """Show exactly these pictures, in this order."""
    known = {image.url: image for image in Image.objects.filter(url__in=urls)}
    for url in urls:
        if url not in known:
            raise Refused(f"There is no picture “{url}” any more.")
    article.article_images.all().delete()
    ArticleImage.objects.bulk_create(
        ArticleImage(article=article, image=known[url], position=position)
        for position, url in enumerate(urls)
    )


def picture(url: str | None) -> Image | None:
    """The picture at that address. Raises Refused if it is gone."""
    if url is None:
        return None
    image = Image.objects.filter(url=url).first()
    if image is None:
        raise Refused(f"There is no picture “{url}” any more.")
    return image


def links(article: Article) -> list[Snapshot]:
    """The related links in their order, complete enough to be made again."""
    return [snapshot(link) for link in RelatedLink.objects.filter(article=article)]


def snapshot(link: RelatedLink) -> Snapshot:
    """A link as plain values: `url`, `title`, and what else it says."""
    more = {name: getattr(link, name) for name in SNAPSHOT if getattr(link, name) not in ("", None)}
    when = {"published_at": link.published_at.isoformat()} if link.published_at else {}
    return {"url": link.url, "title": link.title, **more, **when}


def set_links(article: Article, snapshots: list[Snapshot]) -> None:
    """Show exactly these links, in this order; those already there stay the same rows."""
    here = {link.url: link for link in RelatedLink.objects.filter(article=article)}
    gone = here.keys() - {shot["url"] for shot in snapshots}
    RelatedLink.objects.filter(article=article, url__in=gone).delete()
    for position, shot in enumerate(snapshots):
        link = here.get(shot["url"])
        if link is None:
            _make_link(article, position, shot)
        elif link.position != position or link.title != shot["title"]:
            news = {name: shot[name] for name in ("title", "excerpt") if name in shot}
            RelatedLink.objects.filter(pk=link.pk).update(position=position, **news)


def _make_link(article: Article, position: int, shot: Snapshot) -> None:
    url = weburls.canonical(shot["url"])
    published_at = shot.get("published_at")
    RelatedLink.objects.create(
        article=article,
        target=target_of(url, article),
        position=position,
        canonical_url=url,
        url=shot["url"],
        title=shot["title"],
        published_at=parse_datetime(published_at) if published_at else None,
        **{"origin": Origin.EDITOR, **{name: shot[name] for name in SNAPSHOT if name in shot}},
    )


def conflicts(article: Article) -> list[Snapshot]:
    """The fields over which the seed and we disagree, complete enough to be asked about again."""
    rows = Conflict.objects.filter(article=article).order_by("field")
    return [
        {"field": row.field, "base": row.base, "theirs": row.theirs, "at": row.at.isoformat()}
        for row in rows
    ]


def set_conflicts(article: Article, questions: list[Snapshot]) -> None:
    """Have exactly these open."""
    article.conflicts.all().delete()
    Conflict.objects.bulk_create(
        Conflict(article=article, **{**question, "at": parse_datetime(question["at"])})
        for question in questions
    )


def asked_again(
    now: list[Snapshot], before: list[Snapshot], after: list[Snapshot]
) -> list[Snapshot]:
    """What is open once a change from `before` to `after` is set back: what it raised is dropped,
    what it settled is asked again, but for fields that something newer is open about."""
    left = [question for question in now if question in before or question not in after]
    fields = {question["field"] for question in left}
    settled = [question for question in before if question not in after]
    again = [question for question in settled if question["field"] not in fields]
    return sorted([*left, *again], key=lambda question: str(question["field"]))


def target_of(canonical_url: str, article: Article) -> Article | None:
    """Our own article at that address, if there is one besides `article`."""
    return Article.objects.filter(canonical_url=canonical_url).exclude(pk=article.pk).first()


def _topics_by_name(names: list[str]) -> dict[str, Topic]:
    """Topics in the order of their names; one that was renamed is still found by its old slug."""
    every = list(Topic.objects.all())
    by_name = {topic.name.casefold(): topic for topic in every}
    by_slug = {old.slug: old.topic for old in TopicRedirect.objects.select_related("topic")}
    by_slug |= {topic.slug: topic for topic in every}
    found: dict[str, Topic] = {}
    for name in names:
        topic = by_name.get(name.casefold()) or by_slug.get(text.slugify(name))
        if topic is None:
            raise Refused(f"There is no topic “{name}” any more.")
        found[topic.name] = topic
    return found
