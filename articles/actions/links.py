"""Related coverage: the links below a story."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from articles import text, weburls
from articles.actions import lists, text_input
from articles.actions.change import Done, change, current
from articles.actions.errors import Refused
from articles.models import Article, Origin, RelatedLink
from articles.seeds.limits import MAX_RELATED, MAX_TITLE
from articles.seeds.values import LinkValue

MOST_AT_ONCE = 10  # articles that are linked to each other


def add(
    *,
    article: Article | int,
    by: User,
    version: int,
    target: Article | None = None,
    url: str = "",
    title: str = "",
    group: uuid.UUID | None = None,
    origin: Origin = Origin.EDITOR,
    reason: str = "",
) -> Done[Article]:
    """Link to another article, or to a page elsewhere by its address and title, at the end.

    The address of one of our articles links to that article.
    """
    row = current(article)
    target = target or Article.objects.filter(canonical_url__in=_canonical(url)).first()
    if target == row:
        raise Refused("That is this article itself: link to another.")
    shots = lists.links(row)
    if len(shots) >= MAX_RELATED:
        raise Refused(f"A story has at most {MAX_RELATED} links: remove one first.")
    link = _link_to(target) if target else _link_elsewhere(url, title)
    if row.links.filter(canonical_url=link.canonical_url).exists():
        raise Refused(f"“{text.clip(text.display_text(link.title))}” is linked already.")
    return change(
        article=row,
        by=by,
        version=version,
        action="link",
        to={"links": [*shots, lists.snapshot(link, origin.value)]},
        group=group,
        reason=reason,
    )


@transaction.atomic
def add_each_other(
    *, articles: Sequence[tuple[int, int]], by: User, group: uuid.UUID | None = None
) -> uuid.UUID:
    """Link each of these to all others, where it is not linked yet: one act. Each is a key and the
    version seen. Raises Stale and Refused; then nothing has happened."""
    if not 1 < len(articles) <= MOST_AT_ONCE:
        raise Refused(f"Two to {MOST_AT_ONCE} articles can be linked to each other.")
    act = group or uuid.uuid4()
    rows = {key: current(key) for key, _ in articles}
    for key, version in articles:
        for other in (rows[other] for other, _ in articles if other != key):
            if not is_linked(rows[key], other):
                done = add(article=key, by=by, version=version, target=other, group=act)
                version = done.row.version
    return act


def remove(
    *,
    article: Article | int,
    by: User,
    version: int,
    link: RelatedLink | int,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    row = current(article)
    shots, position = _find(row, link)
    del shots[position]
    to = {"links": shots}
    return change(article=row, by=by, version=version, action="unlink", to=to, group=group)


def move(
    *,
    article: Article | int,
    by: User,
    version: int,
    link: RelatedLink | int,
    to: int,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Put one link in place `to`, counted from 0; a place beyond the last is the last."""
    row = current(article)
    shots, position = _find(row, link)
    shots.insert(max(to, 0), shots.pop(position))
    order = {"links": shots}
    return change(article=row, by=by, version=version, action="reorder", to=order, group=group)


def is_linked(article: Article, target: Article) -> bool:
    addresses = {target.canonical_url, *_canonical(target.url)}
    return article.links.filter(canonical_url__in=addresses).exists()


def _find(article: Article, link: RelatedLink | int) -> tuple[list[lists.Snapshot], int]:
    links = list(article.links.all())
    key = link.pk if isinstance(link, RelatedLink) else link
    keys = [other.pk for other in links]
    if key not in keys:
        raise Refused("That link is not there any more.")
    shots = [lists.snapshot(lists.value_of(other), other.origin) for other in links]
    return shots, keys.index(key)


def _canonical(url: str) -> list[str]:
    try:
        return [weburls.canonical(url)]
    except ValueError:
        return []


def _link_to(target: Article) -> LinkValue:
    return LinkValue(
        canonical_url=weburls.canonical(target.url),
        url=target.url,
        title=target.title,
        excerpt=target.excerpt,
        type=target.type,
        provider_name=target.source_name,
        provider_domain=target.provider.domain,
        published_at=target.published_at,
        quality=target.quality,
    )


def _link_elsewhere(url: str, title: str) -> LinkValue:
    try:
        address = weburls.clean(url)
    except ValueError as error:
        raise Refused(f"The address cannot be linked to: {error}.") from None
    domain = weburls.domain(address)
    return LinkValue(
        canonical_url=weburls.canonical(address),
        url=address,
        title=text_input.typed_over("", "title of the link", title, MAX_TITLE, needed=True),
        excerpt="",
        type="article",
        provider_name=domain[:200],
        provider_domain=domain,
        published_at=None,
        quality=None,
    )
