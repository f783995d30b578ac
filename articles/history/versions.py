"""An article as it was after something had happened to it, told by what happened since."""

from __future__ import annotations

from articles.actions.articles import RESTORABLE
from articles.actions.values import Values, difference, of_event, read
from articles.models import Article, Event


def as_it_was(article: Article, event: Event) -> Values:
    """Return what could be restored of the article as the event left it."""
    was = {name: read(article, name) for name in RESTORABLE}
    for later in article.events.filter(pk__gt=event.pk).order_by("-pk"):
        before, _ = of_event(later)
        was |= {name: before[name] for name in RESTORABLE & before.keys()}
    return was


def to_restore(article: Article, event: Event) -> tuple[Values, Values]:
    """Return what restoring that version would change: as it is, as it would be."""
    return difference(article, as_it_was(article, event))
