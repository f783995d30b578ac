"""Which articles a rule is about, and what people have said of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q

from articles.actions.errors import Refused
from articles.actions.rules.standing import COLUMNS, Standing
from articles.models import Article, ArticleTopic, Event, Rule, RuleAct
from articles.models.article import ArticleQuerySet
from articles.permissions import may_review
from articles.query.compile import articles_of
from articles.query.language.errors import QueryError
from articles.text import clip

SAID_ON = {RuleAct.SCORE: "quality", RuleAct.TOPIC: "topics", RuleAct.ASSIGN: "assigned_to"}
UNSAID = ("undo", "rule")  # what these did is no word of a person's
FETCHED = (*COLUMNS, "ruled_by__number")
MAX_PROBLEM = 300


def fitting(
    query: str, articles: ArticleQuerySet, by: User | None, now: datetime | None = None
) -> ArticleQuerySet:
    """Return those of `articles` that the condition describes, which looks for whole words: nobody
    goes on typing it. Raises QueryError."""
    return articles_of(query, articles, by=by, now=now, typed=False)


def check_usable(rule: Rule) -> None:
    """Raise Refused where what the rule does has gone."""
    if rule.act == RuleAct.TOPIC and rule.topic is None:
        raise Refused("The topic that it files under is gone: choose another.")
    if rule.act == RuleAct.ASSIGN and not (rule.person and may_review(rule.person)):
        raise Refused("The person whom it gives to may not review any more: choose another.")


def hits(rule: Rule, keys: Collection[int]) -> set[int]:
    """Return which of these articles fit the rule; none where it is not understood any more, which
    is noted with it."""
    try:
        check_usable(rule)
        found = fitting(rule.query, Article.objects.filter(pk__among=keys), rule.made_by)
        fits = set(found.order_by().values_list("pk", flat=True))
    except (QueryError, Refused) as why:
        note_problem(rule, str(why))
        return set()
    note_problem(rule, "")
    return fits


def note_problem(rule: Rule, problem: str) -> None:
    problem = clip(problem, MAX_PROBLEM)
    if rule.problem != problem:
        Rule.objects.filter(pk=rule.pk).update(problem=problem)
        rule.problem = problem


def standings(keys: Collection[int]) -> dict[int, Standing]:
    """Return how these articles stand, by their keys."""
    if not keys:
        return {}
    rows = Article.objects.filter(pk__among=list(keys)).order_by("pk").values_list(*FETCHED)
    listed = _listed(keys)
    return {row[0]: Standing._make([*row, tuple(listed.get(row[0], ()))]) for row in rows}


def people_said(rules: Sequence[Rule], keys: Collection[int]) -> set[tuple[int, str]]:
    """Return which fields of these articles people have set, where that still holds; only of those
    that the rules would set."""
    fields = {SAID_ON[RuleAct(rule.act)] for rule in rules if rule.act in SAID_ON}
    if not fields or not keys:
        return set()
    asked = Q(*(("after__has_key", field) for field in fields), _connector=Q.OR)
    events = Event.objects.filter(asked, article__among=list(keys), batch=None, undone=False)
    said = events.exclude(action__in=UNSAID).order_by().values_list("article_id", "after")
    return {(pk, field) for pk, after in said if pk for field in fields & after.keys()}


def _listed(keys: Collection[int]) -> dict[int, list[int]]:
    rows = ArticleTopic.objects.filter(article__among=list(keys), position__isnull=False)
    found: dict[int, list[int]] = {}
    for article, topic in rows.order_by("position").values_list("article_id", "topic_id"):
        found.setdefault(article, []).append(topic)
    return found
