"""How a query that is being typed may go on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, When

from articles.models import Article, ImportBatch, Provider, Topic
from articles.query.language.errors import quoted
from articles.query.language.operators import OPERATORS, Takes
from articles.query.language.tokens import LONGEST, readable
from articles.query.names import ME

MOST = 8
NEWEST = 50  # imports that are looked through
OFFERED = re.compile(r"(?:^|(?<=[\s(]))-*([A-Za-z]*)$")
VALUE = re.compile(
    r'(?:^|(?<=[\s(]))-*(?P<name>[A-Za-z]+):(?P<others>(?:(?:"[^"]*"|[^\s",()]+),)*)'
    r'(?P<begun>"[^"]*|[^\s",()]*)$'
)


@dataclass(frozen=True)
class Completion:
    """`text` is the whole query up to the caret, completed."""

    label: str
    help: str
    text: str


def completions(text: str) -> list[Completion]:
    """Return what may complete the query, of which `text` is what stands before the caret."""
    text = readable(text[:LONGEST])
    if (value := VALUE.search(text)) and value["name"].lower() in OPERATORS:
        start, begun = text[: value.start("begun")], value["begun"].lstrip('"')
        found = islice(_values(value["name"].lower(), begun), MOST)
        return [Completion(label, says, f"{start}{quoted(label)} ") for label, says in found]
    if (word := OFFERED.search(text)) and not text[: word.start(1)].count('"') % 2:
        return list(_operators(text[: word.start(1)], word[1].lower()))
    return []


def _operators(start: str, begun: str) -> Iterator[Completion]:
    for operator in OPERATORS.values():
        sign = ">=" if operator.takes is Takes.AMOUNT else ":"
        if operator.name.startswith(begun):
            label = f"{operator.name}{sign}"
            yield Completion(label, operator.help, f"{start}{label}")


def _values(name: str, begun: str) -> Iterable[tuple[str, str]]:
    match name:
        case "topic":
            return _topics(begun)
        case "provider":
            return _providers(begun)
        case "by":
            return _people(begun)
        case "batch":
            return _imports(begun)
    choices = OPERATORS[name].choices.items()
    return [choice for choice in choices if choice[0].startswith(begun.lower())]


def _topics(begun: str) -> Iterable[tuple[str, str]]:
    named = Topic.objects.filter(Q(name__icontains=begun) | Q(short_name__icontains=begun))
    return list(_best(named, begun).values_list("name", "parent__name")[:MOST])


def _providers(begun: str) -> Iterable[tuple[str, str]]:
    named = Provider.objects.filter(Q(name__icontains=begun) | Q(domain__icontains=begun))
    return list(_best(named, begun).values_list("name", "domain")[:MOST])


def _best(named: QuerySet[Any], begun: str) -> QuerySet[Any]:
    """Put first what begins so."""
    begins = Case(When(name__istartswith=begun, then=0), default=1, output_field=IntegerField())
    return named.order_by(begins, "name")


def _people(begun: str) -> Iterator[tuple[str, str]]:
    if ME.startswith(begun.lower()):
        yield ME, "what you decided"
    decided = User.objects.filter(Exists(Article.objects.filter(decided_by=OuterRef("pk"))))
    called = [f"{name}__icontains" for name in ("username", "first_name", "last_name")]
    named = decided.filter(Q(*((name, begun) for name in called), _connector=Q.OR))
    for user in named.order_by("username")[:MOST]:
        yield user.get_username(), user.get_full_name()


def _imports(begun: str) -> Iterator[tuple[str, str]]:
    newest = ImportBatch.objects.order_by("-pk").values_list("pk", "source")[:NEWEST]
    for number, source in newest:
        if str(number).startswith(begun):
            yield str(number), source
