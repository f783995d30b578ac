"""Related coverage: the links below a story."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractBaseUser

from articles import text, weburls
from articles.actions import lines, lists
from articles.actions.articles import MAX_TITLE
from articles.actions.change import Done, change, current
from articles.actions.errors import Refused
from articles.actions.lists import Snapshot
from articles.models import Article, Origin, RelatedLink

MAX_LINKS = 100


def add(
    *,
    article: Article | int,
    by: AbstractBaseUser,
    version: int,
    target: Article | None = None,
    url: str = "",
    title: str = "",
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Link to another article, or to a page elsewhere by its address and title, at the end.

    The address of one of our articles links to that article.
    """
    row = current(article)
    target = target or _ours(url, row)
    if target == row:
        raise Refused("That is this article itself: link to another.")
    shots = lists.links(row)
    if len(shots) >= MAX_LINKS:
        raise Refused(f"A story has at most {MAX_LINKS} links: remove one first.")
    shot = _shot_of(target) if target else _shot_elsewhere(url, title)
    if row.links.filter(canonical_url=weburls.canonical(shot["url"])).exists():
        raise Refused(f"“{text.clip(text.display_text(shot['title']))}” is linked already.")
    to = {"links": [*shots, shot]}
    return change(article=row, by=by, version=version, action="link", to=to, group=group)


def remove(
    *, article: Article | int, by: AbstractBaseUser, version: int, link: RelatedLink | int
) -> Done[Article]:
    """Take one link away."""
    row = current(article)
    links, at = _find(row, link)
    to = {"links": [lists.snapshot(other) for other in links if other != links[at]]}
    return change(article=row, by=by, version=version, action="unlink", to=to)


def move(
    *, article: Article | int, by: AbstractBaseUser, version: int, link: RelatedLink | int, to: int
) -> Done[Article]:
    """Put one link in place `to`, counted from 0; a place beyond the last is the last."""
    row = current(article)
    links, at = _find(row, link)
    links.insert(max(to, 0), links.pop(at))
    order = {"links": [lists.snapshot(other) for other in links]}
    return change(article=row, by=by, version=version, action="reorder", to=order)


def is_linked(article: Article, target: Article) -> bool:
    """Whether the article links to the other one."""
    return RelatedLink.objects.filter(
        article=article, canonical_url__in={target.canonical_url, *_canonical(target.url)}
    ).exists()


def _find(article: Article, link: RelatedLink | int) -> tuple[list[RelatedLink], int]:
    links = list(RelatedLink.objects.filter(article=article))
    key = link.pk if isinstance(link, RelatedLink) else link
    for at, other in enumerate(links):
        if other.pk == key:
            return links, at
    raise Refused("That link is not there any more.")


def _ours(url: str, article: Article) -> Article | None:
    found = [Article.objects.filter(canonical_url=address).first() for address in _canonical(url)]
    return found[0] if found else None


def _canonical(url: str) -> list[str]:
    try:
        return [weburls.canonical(url)]
    except ValueError:
        return []


def _shot_of(target: Article) -> Snapshot:
    shot = {
        "url": target.url,
        "title": target.title,
        "excerpt": target.excerpt,
        "type": target.type,
        "provider_name": target.source_name,
        "provider_domain": target.provider.domain,
        "published_at": target.published_at.isoformat(),
        "quality": target.quality,
        "origin": Origin.EDITOR.value,
    }
    return {name: value for name, value in shot.items() if value not in ("", None)}


def _shot_elsewhere(url: str, title: str) -> Snapshot:
    try:
        address = weburls.clean(url)
    except ValueError as error:
        raise Refused(f"The address cannot be linked to: {error}.") from None
    domain = weburls.domain(address)
    return {
        "url": address,
        "title": lines.over("", "title of the link", title, MAX_TITLE, needed=True),
        "type": "article",
        "provider_name": domain[:200],
        "provider_domain": domain,
        "origin": Origin.EDITOR.value,
    }
