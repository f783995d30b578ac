"""The articles that a query describes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial, reduce
from operator import and_, or_
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from articles import search
from articles.models import ImportBatch, Place, StateBy
from articles.models.article import ArticleQuerySet
from articles.query import conditions, names
from articles.query.language import tree
from articles.query.language.errors import QueryError, nearest, quoted
from articles.query.language.parser import parse
from articles.query.language.tokens import readable

NONE = Q(pk__in=[])
COMPARED = {":": "exact", ">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}
IS: dict[str, Callable[[], Q]] = {
    "unscored": lambda: Q(score=-1),
    "borderline": conditions.borderline,
    "conflict": conditions.with_conflict,
    "changed": lambda: Q(changed_at__isnull=False),
    # `= True` becomes a bare column, which no index of SQLite answers.
    "reviewed": lambda: Q(decided__in=[True]) & ~Q(state_by=StateBy.DESK),
    "pinned": lambda: Q(state_by=StateBy.PERSON),
    "muted": conditions.of_muted,
    **{place: partial(Q, place=place) for place in Place.values},
}
HAS: dict[str, Callable[[], Q]] = {
    "image": conditions.with_picture,
    "related": conditions.with_related,
    "video": lambda: Q(type="video"),
    "topic": conditions.with_topic,
    "excerpt": lambda: ~Q(excerpt=""),
}


class Found(NamedTuple):
    """Articles, to be counted as those of `counted`: with `more`, there may be others."""

    articles: ArticleQuerySet
    counted: ArticleQuerySet
    more: bool = False


def articles_of(
    text: str,
    articles: ArticleQuerySet,
    *,
    by: User | None = None,
    now: datetime | None = None,
    typed: bool = True,
) -> ArticleQuerySet:
    """Return those of `articles` that the query describes; `by` is who says "me". What is being
    `typed` may end in half a word.

    Nothing typed means all of them. Raises QueryError. The order is the caller's.
    """
    return found(text, articles, by=by, now=now, typed=typed).articles


def found(
    text: str,
    articles: ArticleQuerySet,
    *,
    by: User | None = None,
    now: datetime | None = None,
    typed: bool = True,
) -> Found:
    """Return what `articles_of` returns, with what can be counted of it in no time."""
    node = parse(text, now or timezone.now())
    if node is None:
        return Found(articles, articles)
    compiler = _Compiler(readable(text), by, typed=typed)
    nodes = node.nodes if isinstance(node, tree.All) else (node,)
    described = articles.filter(compiler.all(nodes, whole=True))
    if compiler.some is None:
        return Found(described, described)
    return Found(described, described.filter(pk__among=compiler.some), more=True)


class _Compiler:
    def __init__(self, text: str, by: User | None, *, typed: bool) -> None:
        self.text = text
        self.by = by
        self.typed = typed
        self.some: list[int] | None = None  # of the articles that hold what all must hold

    def condition(self, node: tree.Node) -> Q:
        match node:
            case tree.Words():
                return self.all((node,))
            case tree.Not():
                return ~self.condition(node.node)
            case tree.All():
                return self.all(node.nodes)
            case tree.Either():
                return self._either(node.nodes)
            case tree.Term():
                return self._term(node)

    def all(self, nodes: Sequence[tree.Node], *, whole: bool = False) -> Q:
        """Look for all words at once: together they are rarer. Beside others, a sign is nothing."""
        others, wordings = self._parted(nodes)
        together = [term for terms in wordings for term in terms]
        if others and not together:
            return reduce(and_, others)
        hits = _look_up([together])
        if whole:
            self.some = hits.some
        return reduce(and_, others, hits.condition)

    def _either(self, nodes: Sequence[tree.Node]) -> Q:
        others, wordings = self._parted(nodes)
        return reduce(or_, [*others, *([_look_up(wordings).condition] if wordings else [])])

    def _parted(self, nodes: Sequence[tree.Node]) -> tuple[list[Q], list[list[search.Term]]]:
        words = [node for node in nodes if isinstance(node, tree.Words)]
        others = [self.condition(node) for node in nodes if not isinstance(node, tree.Words)]
        wordings = [
            search.terms_of(one.text, unfinished=one.unfinished and self.typed) for one in words
        ]
        return others, wordings

    def _term(self, term: tree.Term) -> Q:
        read = {
            "topic": self._topic,
            "provider": self._provider,
            "state": lambda value: Q(place=value.meaning),
            "score": lambda value: Q(**{f"score__{COMPARED[term.sign]}": value.meaning}),
            "heat": lambda value: Q(**{f"heat__{COMPARED[term.sign]}": value.meaning}),
            "is": lambda value: IS[value.meaning](),
            "has": lambda value: HAS[value.meaning](),
            "before": lambda value: Q(published_at__lt=value.meaning),
            "after": lambda value: Q(published_at__gte=value.meaning),
            "by": self._by,
            "batch": self._batch,
        }[term.operator]
        found = reduce(or_, map(read, term.values))
        # What has no score counts as less than any in the column, and what is folded in heat.
        lower = {"score": Q(score__gte=0), "heat": Q(heat__gte=0)}.get(term.operator)
        return found & lower if lower and term.sign in ("<", "<=") else found

    def _topic(self, value: tree.Value) -> Q:
        topic = names.topic(value.text)
        if topic is None:
            raise self._unknown(value, "topic", names.topic_names())
        return conditions.under_topic(topic=topic)

    def _provider(self, value: tree.Value) -> Q:
        keys = names.provider_keys(value.text)
        if not keys:
            raise self._unknown(value, "provider", names.provider_names())
        return Q(provider=keys[0]) if len(keys) == 1 else Q(provider__in=keys)

    def _by(self, value: tree.Value) -> Q:
        keys = names.people(value.text, self.by)
        if not keys:
            raise self._unknown(value, "person", names.people_names())
        return Q(decided_by__in=keys)

    def _batch(self, value: tree.Value) -> Q:
        number = int(value.text)
        if not ImportBatch.objects.filter(pk=number).exists():
            raise self._error(value, f"There is no import {number}.", "")
        return conditions.of_import(number)

    def _unknown(self, value: tree.Value, what: str, known: list[str]) -> QueryError:
        near = nearest(value.text, known)
        message = f"No {what} is called “{value.text}”."
        return self._error(value, message, quoted(near) if near else "")

    def _error(self, value: tree.Value, message: str, likely: str) -> QueryError:
        place = value.place
        return QueryError(self.text, place.start, place.end - place.start, message, likely)


def _look_up(wordings: list[list[search.Term]]) -> search.Hits:
    """Look for articles with one of the wordings; a sign alone is in none."""
    wordings = [terms for terms in wordings if terms]
    return search.look_up(wordings) if wordings else search.Hits(NONE)
