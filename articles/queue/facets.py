"""How many articles each value of a filter would leave, under the search and the other filters.

One query looks at the first articles of the list, and tells it for all filters, however many
articles there are. What the other values of a filter that is on would leave takes one more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat
from django.http import QueryDict

from articles.figures.numbers import wait_band
from articles.models import (
    ArticleImage,
    ArticleTopic,
    Conflict,
    Provider,
    RelatedLink,
    Topic,
)
from articles.models.article import ArticleQuerySet
from articles.models.lookups import Joined
from articles.paging import COUNT_CAP
from articles.queue.decision_filters import ANY
from articles.queue.filters import SORTS, ArticleFilter, Asked, asked, sort_of
from articles.queue.queues import count_text
from articles.queue.score_bands import band
from articles.text import display_text

SHOWN = 8  # of topics, sources and people; the others fold away


def _topics() -> Subquery:
    filed = ArticleTopic.objects.filter(article=OuterRef("pk")).order_by().values("article")
    return Subquery(filed.annotate(slugs=Joined("topic__slug")).values("slugs"))


def _source() -> Subquery:
    """Return domain and name. A join would tempt the database to begin with the sources."""
    both = Concat("domain", Value(" "), "name", output_field=TextField())
    theirs = Provider.objects.filter(pk=OuterRef("provider")).order_by()
    return Subquery(theirs.annotate(both=both).values("both"))


def _has(rows: QuerySet[Any]) -> Exists:
    return Exists(rows.filter(article=OuterRef("pk")).order_by())


# What each filter with values to choose from asks of an article.
COLUMNS: Mapping[str, Callable[[], Any]] = {
    "topic": _topics,
    "provider": _source,
    "band": band,
    "state": lambda: F("state"),
    "review": lambda: F("review"),
    "type": lambda: F("type"),
    "readers": lambda: F("public"),
    "picture": lambda: _has(ArticleImage.objects.all()),
    "related": lambda: _has(RelatedLink.objects.all()),
    "conflict": lambda: _has(Conflict.objects.all()),
    "against": lambda: F("decision__against"),
    "waited": lambda: F("decision__waited"),
    "assigned": lambda: F("assigned_to__username"),
    "by": lambda: F("decided_by__username"),
}
# What follows from it, where that is not the filter's value itself.
READ: Mapping[str, Callable[[Any], Sequence[str]]] = {
    "topic": lambda slugs: slugs.split(","),
    **dict.fromkeys(
        ("readers", "picture", "related", "conflict"), lambda is_so: ["yes" if is_so else "no"]
    ),
    "against": lambda against: [ANY, against] if against else [],
    "waited": lambda seconds: [str(wait_band(seconds))],
}
LISTED = ("topic", "provider", "assigned", "by")  # offer what is there


@dataclass(frozen=True)
class Choice:
    """`count` is "" where nothing is known."""

    value: str
    label: str
    count: str


@dataclass(frozen=True)
class Facet:
    """`chosen` is the value that is on, "" for none. `more` are choices that few articles have."""

    name: str
    label: str
    chosen: str
    choices: Sequence[Choice]
    more: Sequence[Choice] = ()

    @property
    def is_more_chosen(self) -> bool:
        return any(choice.value == self.chosen for choice in self.more)


@dataclass(frozen=True)
class Facets:
    """`is_whole` tells whether all articles were looked at, and not the first ones only."""

    shown: list[Facet]
    is_whole: bool


@dataclass(frozen=True)
class Counted:
    numbers: Counter[str]
    is_whole: bool

    def said(self, value: str) -> str:
        number = self.numbers[value]
        if self.is_whole or number > COUNT_CAP:
            return count_text(number)
        return f"{number:,}+" if number else ""


def facets_of(params: QueryDict, by: User, unfiltered: ArticleQuerySet, wanted: Asked) -> Facets:
    """Return what there is to choose among `unfiltered`, the articles of a queue, where `wanted`
    are those that search and filters ask for."""
    on = [one.name for one in wanted.in_force if one.name in COLUMNS]
    rows = _first(wanted.found.articles, params, list(COLUMNS))
    counted = {name: _counted(rows, name) for name in COLUMNS}
    for name in on:
        rest = params.copy()
        del rest[name]
        others = asked(rest, unfiltered, by).found.articles
        counted[name] = _counted(_first(others, params, [name]), name)
    facets = [
        _facet(name, params.get(name, "") if name in on else "", counted[name]) for name in COLUMNS
    ]
    return Facets(
        [facet for facet in facets if facet.choices],
        all(one.is_whole for one in counted.values()),
    )


def _first(
    articles: ArticleQuerySet, params: QueryDict, names: Sequence[str]
) -> list[dict[str, Any]]:
    """Return what the first articles of the list have, found as its page finds them."""
    _, order = SORTS[sort_of(params)]
    columns = {f"of_{name}": COLUMNS[name]() for name in names}
    rows = articles.annotate(**columns).order_by(*order).values_list(*columns)[: COUNT_CAP + 1]
    return [dict(zip(names, row, strict=True)) for row in rows]


def _counted(rows: Sequence[Mapping[str, Any]], name: str) -> Counted:
    read = READ.get(name, lambda value: [str(value)])
    values = (row[name] for row in rows)
    numbers = Counter(one for value in values if value is not None for one in read(value))
    return Counted(numbers, len(rows) <= COUNT_CAP)


def _facet(name: str, chosen: str, counted: Counted) -> Facet:
    """Return what can be chosen; nothing, where there is nothing to choose among."""
    of_filter = ArticleFilter.base_filters[name]
    label = str(of_filter.label)
    if name in LISTED:
        choices = _listed(name, chosen, counted)
        return Facet(name, label, chosen, choices[:SHOWN], choices[SHOWN:])
    known = [(value, says) for value, says in of_filter.field.choices if value]
    choices = [Choice(value, says, counted.said(value)) for value, says in known]
    return Facet(name, label, chosen, choices if chosen or counted.numbers else [])


def _listed(name: str, chosen: str, counted: Counted) -> list[Choice]:
    """Return those first that most articles have, and what is chosen in any case."""
    numbers = counted.numbers
    values = {key: (key, key) for key in numbers}
    if name == "provider":
        values = {key: (key.split(" ")[0], display_text(key.split(" ", 1)[1])) for key in numbers}
    if name == "topic":
        known = Topic.objects.order_by().values_list("slug", "name")
        offered = [one for one in known if numbers[one[0]] or not counted.is_whole]
        values = {slug: (slug, display_text(says)) for slug, says in offered}
    keys = sorted(values, key=lambda key: (-numbers[key], values[key][1].casefold()))
    choices = [Choice(*values[key], counted.said(key)) for key in keys]
    if chosen and all(choice.value != chosen for choice in choices):
        choices.append(Choice(chosen, chosen, ""))
    return choices
