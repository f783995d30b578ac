"""What rules make of many articles, written a portion at a time: no query for each article."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from articles import rows
from articles.actions.rules.matching import hits
from articles.actions.rules.standing import People, Standing, Word, after, rules_of, word
from articles.actions.topic_index import reindex
from articles.actions.values import Values
from articles.models import Article, ArticleTopic, Rule, RuleAct, RuleHit, Topic
from articles.wording import name_of

SET = ("state", "state_by", "review", "quality", "ruled_by_id", "ruled", "assigned_to_id")
WRITTEN = (*SET, "version", "first_published_at")
LISTED_BY = ("state", "review", "quality", "topics")
TOPIC = ("article_id", "topic_id", "position", "public", "day", "weight", "published_at")
HIT = ("rule_id", "article_id", "at")


@dataclass
class Ruling:
    """An article as it `was`, and `now` is, by the rules that `acted`, in their order."""

    was: Standing
    now: Standing
    acted: list[Rule] = field(default_factory=list)

    @property
    def is_news(self) -> bool:
        return any(getattr(self.was, name) != getattr(self.now, name) for name in (*SET, "topics"))


def judge(
    rules: Sequence[Rule], found: Mapping[int, Standing], people: People
) -> dict[int, Ruling]:
    """Return what comes of each of these articles, of which every rule sees what it was before any
    of them: they act in their order, and the first that holds or rejects is the one that does."""
    rulings = {pk: Ruling(row, row) for pk, row in found.items()}
    for rule in rules:
        for pk in sorted(hits(rule, found.keys())):
            ruling = rulings[pk]
            if word(rule, ruling.now, people) is Word.ACTS:
                ruling.now = after(rule, ruling.now)
                ruling.acted.append(rule)
    return rulings


def write(rulings: Collection[Ruling]) -> None:
    """Write the articles as they are now; nobody else may be at them."""
    changed = [ruling for ruling in rulings if ruling.is_news]
    rows.update_together(Article, WRITTEN, (_columns(ruling.now) for ruling in changed))
    _write_topics([ruling for ruling in changed if ruling.was.topics != ruling.now.topics])
    reindex([ruling.was.pk for ruling in changed if _moves(ruling)])


def note_hits(rulings: Iterable[Ruling], stood: Mapping[int, Standing], now: datetime) -> None:
    """Count those rules that had made nothing of the article yet, as it `stood`."""
    news = (
        (rule.pk, ruling.was.pk, now)
        for ruling in rulings
        for rule in ruling.acted
        if rule.pk not in rules_of(stood.get(ruling.was.pk))
    )
    rows.insert(RuleHit, HIT, list(news))


def first_shown(row: Standing, now: datetime) -> Standing:
    """Return it with the time at which readers first could see it, if they can."""
    if row.is_public and row.first_published_at is None:
        return row._replace(first_published_at=max(row.published_at, now))
    return row


class HistoryValues:
    """Says in the plain values of the history what changed; `said` of each rule that acted."""

    def __init__(self, rulings: Iterable[Ruling]) -> None:
        keys = {key for one in rulings for row in (one.was, one.now) for key in row.topics}
        given = (row.assigned_to_id for one in rulings for row in (one.was, one.now))
        people = {pk for pk in given if pk}
        named = Topic.objects.filter(pk__in=keys).values_list("pk", "name") if keys else ()
        self.topics = dict(named)
        found = User.objects.filter(pk__in=people) if people else ()
        self.people = {user.pk: name_of(user) for user in found}

    def difference(self, was: Standing, now: Standing) -> tuple[Values, Values]:
        before, after = self.values(was), self.values(now)
        changed = [name for name in after if before[name] != after[name]]
        return {n: before[n] for n in changed}, {n: after[n] for n in changed}

    def values(self, row: Standing) -> Values:
        own: Values = {name.removesuffix("_id"): getattr(row, name) for name in SET}
        pk = row.assigned_to_id
        own["assigned_to"] = [pk, self.people.get(pk, "")] if pk else None
        return {**own, "topics": [self.topics[key] for key in row.topics if key in self.topics]}


def said(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    return [{**rule.said, "act": rule.act, "what": _what(rule)} for rule in rules]


def _what(rule: Rule) -> str | int:
    """Return what goes with the act: a reason, points, a topic's name or a person's."""
    whats: dict[str, str | int] = {
        RuleAct.REJECT: rule.reason,
        RuleAct.SCORE: rule.points,
        RuleAct.TOPIC: str(rule.topic),
        RuleAct.ASSIGN: name_of(rule.person),
    }
    return whats.get(rule.act, "")


def _columns(row: Standing) -> tuple[Any, ...]:
    return *(getattr(row, name) for name in WRITTEN), row.pk


def _moves(ruling: Ruling) -> bool:
    return any(getattr(ruling.was, name) != getattr(ruling.now, name) for name in LISTED_BY)


def _write_topics(changed: Sequence[Ruling]) -> None:
    """List what came behind the others, and take out what went. `reindex` fills in the rest."""
    came = [
        (ruling.now.pk, topic, place, False, timezone.now().date(), 0, ruling.now.published_at)
        for ruling in changed
        for place, topic in enumerate(ruling.now.topics)
        if topic not in ruling.was.topics
    ]
    went: dict[int, list[int]] = {}
    for ruling in changed:
        for topic in set(ruling.was.topics) - set(ruling.now.topics):
            went.setdefault(topic, []).append(ruling.was.pk)
    for topic, articles in went.items():
        ArticleTopic.objects.filter(topic=topic, article__among=articles).delete()
    if came:
        # Where it stands above a topic that is listed, it has a row already.
        above = ArticleTopic.objects.filter(position=None, topic__in={row[1] for row in came})
        above.filter(article__among=[row[0] for row in came]).delete()
        rows.insert(ArticleTopic, TOPIC, came)
