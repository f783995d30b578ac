"""What imports changed of an article since somebody decided on it, and what its seed wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.actions.values import Values, field_name, of_event, read
from articles.history.differences import Difference, between, difference
from articles.models import Article


@dataclass(frozen=True)
class Since:
    """`changed` is from when it was decided to now, `wanted` from what we say to what the seed says
    where both were changed."""

    changed: Sequence[Difference]
    wanted: Sequence[Difference]


def since_decided(article: Article) -> Since:
    return Since(_changed(article), _wanted(article))


def _changed(article: Article) -> list[Difference]:
    if article.changed_at is None:
        return []
    start = article.decided_at or article.changed_at  # whoever folds an article decides on nothing
    was = Values()
    imports = article.events.filter(action="import", at__gte=start).order_by("-pk")
    for event in imports:
        before, _ = of_event(event)
        was |= before
    was.pop("conflicts", None)
    now = {name: read(article, name) for name in was}
    news = {name: value for name, value in now.items() if value != was[name]}
    return between(was, news) if news else []


def _wanted(article: Article) -> list[Difference]:
    return [
        difference(name, read(article, name), conflict.theirs)
        for conflict in article.conflicts.all()
        for name in [field_name(conflict.field)]
    ]
