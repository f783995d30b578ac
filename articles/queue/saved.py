"""What a saved view asks the queue for, and what it finds now."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils import timezone

from articles.query import names
from articles.query.compile import Found, found
from articles.query.language import tree
from articles.query.language.errors import QueryError
from articles.query.language.parser import parse
from articles.queue import queues
from articles.queue.filters import ArticleFilter, sort_of
from articles.text import clip

NUL = "\0"


class Broken(ValueError):  # noqa: N818  (it reads as what happened, like Refused)
    """The view cannot be understood any more; the message names the word and says why."""


def cleaned(params: QueryDict) -> str:
    """Return what of the queue's address says which articles in which order, and always in one
    way: so two are the same if their texts are."""
    asked = QueryDict(mutable=True)
    asked["queue"] = queues.named(params.get("queue", "")).name
    for name in ("q", *ArticleFilter.base_filters):
        if value := params.get(name, "").replace(NUL, "").strip():
            asked[name] = value
    if (sort := sort_of(params)) != "newest":
        asked["sort"] = sort
    return asked.urlencode()


def found_by(query: str, by: User) -> Found:
    """Return what a view finds for whom it calls "me"; raises Broken."""
    params = QueryDict(query)
    articles = queues.named(params.get("queue", "")).articles()
    filters = ArticleFilter(params, articles)
    _check(filters)
    try:
        return found(params.get("q", ""), filters.qs, by=by)
    except QueryError as error:
        raise Broken(_said(error)) from error


def _said(error: QueryError) -> str:
    word = clip(error.word.strip(), 80)
    known = not word or word in error.message
    return error.message if known else f"{error.message} Look at “{word}”."


def _check(filters: ArticleFilter) -> None:
    for name in filters.form.errors:
        label, word = filters.form.fields[name].label, filters.data.get(name, "")
        raise Broken(f"“{word}” is none of what there is now under “{label}”.")


def in_words(query: str) -> list[str]:
    """Return what it asks for, part by part, as far as the query itself tells."""
    params = QueryDict(query)
    filters = ArticleFilter.base_filters
    return [
        queues.named(params.get("queue", "")).title,
        *([params["q"]] if "q" in params else []),
        *(f"{filters[name].label}: {params[name]}" for name in filters if name in params),
    ]


def is_personal(query: str) -> bool:
    """Return whether it says "me", so that everybody finds something else."""
    try:
        node = parse(QueryDict(query).get("q", ""), timezone.now())
    except QueryError:
        return False
    said = [term for term in _terms(node) if term.operator == "by"]
    return any(value.text.lower() == names.ME for term in said for value in term.values)


def _terms(node: tree.Node | None) -> Iterator[tree.Term]:
    match node:
        case tree.Term():
            yield node
        case tree.Not():
            yield from _terms(node.node)
        case tree.All() | tree.Either():
            for one in node.nodes:
                yield from _terms(one)
