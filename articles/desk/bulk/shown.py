"""An act on many articles as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.http import QueryDict
from django.utils import timezone

from articles import times, wording
from articles.bulk import actions
from articles.bulk.effects import Effect, effect_of
from articles.bulk.run import newest_changes
from articles.desk.bulk.listed import EVERY, LEFT, Chosen, Listed
from articles.desk.bulk.selection import described
from articles.history.sentences import sentence
from articles.history.today import said_of
from articles.models import (
    LEFT_ALONE,
    BulkAct,
    BulkItem,
    BulkJob,
    BulkResult,
    BulkState,
    Event,
    Rule,
    Topic,
)

MOST_GROUPS = 30
NAMED = 10  # of those that came and went
SLOW_START = 15  # seconds without progress after which one wonders about the worker
STUCK = "Nothing has happened so far. Is the worker running? It goes on as soon as one does."
DONE = {
    BulkAct.PUBLISH: "published",
    BulkAct.UNPUBLISH: "held",
    BulkAct.AGREE: "agreed to",
    BulkAct.REJECT: "rejected",
    BulkAct.SCORE: "scored",
    BulkAct.ADD_TOPIC: "filed",
    BulkAct.REMOVE_TOPIC: "taken out",
    BulkAct.FEATURE: "put on top",
    BulkAct.RULE: "changed",
    BulkAct.UNDO: "taken back",
}
DOING = {
    BulkAct.PUBLISH: "Publishing",
    BulkAct.UNPUBLISH: "Holding",
    BulkAct.AGREE: "Agreeing to",
    BulkAct.REJECT: "Rejecting",
    BulkAct.SCORE: "Scoring",
    BulkAct.ADD_TOPIC: "Filing",
    BulkAct.REMOVE_TOPIC: "Taking out",
    BulkAct.FEATURE: "Putting on top",
    BulkAct.RULE: "Applying a rule to",
    BulkAct.UNDO: "Taking back",
}


@dataclass(frozen=True)
class Group:
    """So many articles came to the same end for the same reason."""

    result: str
    count: int
    said: str
    chosen: Chosen


class Shown:
    def __init__(self, job: BulkJob) -> None:
        self.job = job
        self.proposed = job.state == BulkState.PROPOSED
        self.running = job.state == BulkState.RUNNING
        self.doing, self.done = DOING[BulkAct(job.what)], DONE[BulkAct(job.what)]

    @cached_property
    def verb(self) -> str:
        """Return what its button says: "Publish", "Score 70", "Add topic “Energy”"."""
        label, arguments = BulkAct(self.job.what).label, self.job.arguments
        if "rule" in arguments:
            rule = Rule.objects.filter(pk=arguments["rule"]).first()
            return f"Apply {wording.rule_named(rule.number, rule.name)}" if rule else str(label)
        if "quality" in arguments:
            return f"{label} {arguments['quality']}"
        if "topic" in arguments:
            topic = Topic.objects.filter(pk=arguments["topic"]).first()
            named = f"“{topic or 'that is gone'}”"
            if "until" in arguments:
                until = times.in_full(datetime.fromisoformat(arguments["until"]))
                return f"{label} of {named} until {until}"
            return f"{label} {named}"
        return str(label)

    @property
    def reason(self) -> str:
        return str(self.job.arguments.get("reason", ""))

    @property
    def by(self) -> str:
        return wording.name_of(self.job.by) or "somebody"

    @cached_property
    def filter(self) -> list[str]:
        return described(self.job.query) if self.job.query else []

    @cached_property
    def effect(self) -> Effect:
        return effect_of(self.job)

    @cached_property
    def groups(self) -> list[Group]:
        """Return how many came to which end, and why; those not reached come last."""
        found = self.job.items.order_by().values_list("result", "reason").annotate(Count("pk"))
        order = [BulkResult.DONE, BulkResult.ALREADY, *LEFT_ALONE, BulkResult.WAITING]
        rows = sorted(found, key=lambda row: (order.index(BulkResult(row[0])), -row[2]))
        return [
            Group(result, n, self._said(result, why), Chosen(result, why))
            for result, why, n in rows[:MOST_GROUPS]
        ]

    def _said(self, result: str, reason: str) -> str:
        if result == BulkResult.DONE:
            return f"{self.done}{', in part' if reason else ''}"
        return reason or BulkResult(result).label

    @cached_property
    def counts(self) -> Mapping[str, int]:
        found = self.job.items.order_by().values_list("result").annotate(Count("pk"))
        return {**dict.fromkeys(BulkResult.values, 0), **dict(found)}

    @property
    def left_alone(self) -> int:
        return sum(self.counts[result] for result in LEFT_ALONE)

    @property
    def tens(self) -> int:
        """Return per cent in steps of ten: often enough to be read aloud."""
        return 10 * (10 * self.job.done // self.job.total) if self.job.total else 0

    @property
    def pace(self) -> str:
        """Return how long it will take, or that it has not begun."""
        began = self.job.started_at or timezone.now()
        seconds = (timezone.now() - began).total_seconds()
        if not self.job.tries and self.job.done and seconds > 1:
            rate = self.job.done / seconds
            left = round((self.job.total - self.job.done) / rate)
            return f"about {times.duration(left)} left, {rate:,.0f} a second"
        if seconds > SLOW_START and not self.job.done:
            return STUCK
        return "" if self.job.done else "Begins in a moment."

    @cached_property
    def taken_back(self) -> BulkJob | None:
        """Return the job that undid it, where what it did does not hold any more."""
        events = Event.objects.filter(group=self.job.act)
        if self.proposed or events.filter(undone=False).exists() or not events.exists():
            return None
        return self.job.undone_by.order_by("-pk").first()

    @property
    def undoing(self) -> str:
        """Return what to say of an undo."""
        undoes = self.job.undoes
        what = said_of(undoes.act) if undoes else "what was done"
        if self.running:
            return f"Undoing, in the background, {self.tens} %: {what}"
        left = f" {self.left_alone:,} left alone." if self.left_alone else ""
        return f"Undone: {what}.{left}" if left else f"Undone: {what}"

    @property
    def undoable(self) -> bool:
        events = Event.objects.filter(group=self.job.act, undone=False)
        return self.job.state in actions.ENDED and events.exists()

    def chosen(self, params: QueryDict) -> Chosen:
        """Return what of it is listed: where nobody asks otherwise, what was left alone, else what
        came of it."""
        otherwise = LEFT if self.left_alone or self.proposed else EVERY
        return Chosen.of(params, otherwise)

    def listed(self, params: QueryDict) -> Listed:
        return Listed(self.job, self.chosen(params), params.get("after", ""), self.done)

    @property
    def list_query(self) -> str:
        """Return the list that it came from, as far as it is known."""
        return self.job.query or "queue=all"


@dataclass(frozen=True)
class Moved:
    """An article that came into the list or left it, and what happened to it last."""

    pk: int | None
    title: str
    said: str


def came(articles: Any) -> list[Moved]:
    rows = list(articles.order_by("-pk")[:NAMED])
    said = _said_of(row.pk for row in rows)
    return [Moved(row.pk, row.headline, said.get(row.pk, "")) for row in rows]


def went(items: Any) -> list[Moved]:
    rows = list(items.select_related("article").order_by("pk")[:NAMED])
    said = _said_of(row.article_id or 0 for row in rows)
    return [_gone(row, said) for row in rows]


def _gone(item: BulkItem, said: Mapping[int, str]) -> Moved:
    title = item.article.headline if item.article else item.title
    return Moved(item.article_id, title, said.get(item.article_id or 0, "gone"))


def _said_of(articles: Any) -> dict[int, str]:
    events = newest_changes(articles)
    return {pk: f"{sentence(event)}, {times.ago(event.at)}" for pk, event in events.items()}
