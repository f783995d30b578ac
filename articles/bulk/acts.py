"""What is done to one article of a job, and which articles are as it shall be already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q

from articles.actions import articles
from articles.actions.change import Done
from articles.actions.errors import Refused
from articles.actions.rules.applying import apply
from articles.actions.rules.standing import Word
from articles.actions.teamwork import features
from articles.actions.teamwork.schedule import refuse_unless_ahead
from articles.history.undo import Undone, undo_events
from articles.models import (
    Article,
    ArticleTopic,
    BulkAct,
    BulkItem,
    BulkJob,
    Event,
    Feature,
    Review,
    Rule,
    RuleHit,
    State,
    StateBy,
    Topic,
)

ACTIONS: dict[str, Callable[..., Done[Article]]] = {
    BulkAct.PUBLISH: articles.publish,
    BulkAct.UNPUBLISH: articles.unpublish,
    BulkAct.AGREE: articles.agree,
    BulkAct.REJECT: articles.reject,
    BulkAct.SCORE: articles.score,
    BulkAct.ADD_TOPIC: articles.add_topic,
    BulkAct.REMOVE_TOPIC: articles.remove_topic,
    BulkAct.FEATURE: features.feature,
}
NO_MORE_NEWS = Q(changed_at=None)
PINNED = Q(state_by=StateBy.PERSON) & NO_MORE_NEWS
DECIDED = PINNED & Q(review=Review.REVIEWED)
FREE = Q(assigned_to=None)  # any decision releases it
UNPLANNED = FREE & Q(publish_at=None, hold_at=None)  # most decisions cancel plans as well
RULED = Q(state_by__in=[StateBy.RULE, StateBy.PERSON]) & NO_MORE_NEWS


def arguments_of(job: BulkJob) -> dict[str, Any]:
    """Return what the action is told beside the article; raises Refused for a topic that is
    gone, and a time that has passed."""
    arguments = dict(job.arguments)
    if "topic" in arguments:
        arguments["topic"] = Topic.objects.filter(pk=arguments["topic"]).first()
        if arguments["topic"] is None:
            raise Refused("That topic is not here any more: choose another.")
    if "until" in arguments:
        arguments["until"] = datetime.fromisoformat(arguments["until"])
        refuse_unless_ahead(arguments["until"])
    return arguments


def already(job: BulkJob) -> Any:
    """Return the condition on articles that the job leaves as they are, as they are so already."""
    arguments = job.arguments
    listed = ArticleTopic.objects.filter(
        article=OuterRef("pk"), topic=arguments.get("topic"), position__isnull=False
    )
    conditions: dict[str, Any] = {
        BulkAct.PUBLISH: DECIDED & FREE & Q(state=State.PUBLISHED, publish_at=None),
        BulkAct.UNPUBLISH: DECIDED & UNPLANNED & Q(state=State.UNPUBLISHED),
        BulkAct.AGREE: PINNED & UNPLANNED,
        BulkAct.REJECT: Q(review=Review.REJECTED) & NO_MORE_NEWS & UNPLANNED,
        BulkAct.SCORE: RULED & FREE & Q(quality=arguments.get("quality")),
        BulkAct.ADD_TOPIC: Exists(listed),
        BulkAct.REMOVE_TOPIC: ~Exists(listed),
        BulkAct.FEATURE: on_top(arguments.get("topic"), until=arguments.get("until")),
        BulkAct.RULE: Q(pk__in=[]),
        BulkAct.UNDO: Q(pk__in=[]),
    }
    return conditions[job.what]


def on_top(topic: Any, **places: Any) -> Exists:
    """Return the condition on articles that have such a place on top of the topic now."""
    holding = Feature.objects.holding().filter(article=OuterRef("pk"), topic=topic)
    return Exists(holding.filter(**places))


def apply_rule(job: BulkJob, versions: Mapping[int, int], by: User) -> dict[int, Word]:
    """Have a rule act on its portion; return what came of each article that is as it was seen.
    Raises Refused where the rule is not what it was when somebody applied it."""
    rules = Rule.objects.here().select_related("topic", "person", "made_by")
    rule = rules.filter(pk=job.arguments["rule"]).first()
    if rule is None or rule.version != job.arguments["version"]:
        raise Refused("The rule has been changed or removed meanwhile: apply it anew.")
    return apply(rule=rule, by=by, group=job.act, versions=versions)


def act(job: BulkJob, item: BulkItem, by: User, arguments: dict[str, Any]) -> None:
    """Do it to the article. Raises Stale and Refused, as actions do."""
    ACTIONS[job.what](
        article=item.article_id, by=by, version=item.version, group=job.act, **arguments
    )


def take_back(job: BulkJob, item: BulkItem, by: User) -> Undone:
    assert job.undoes
    if job.undoes.what == BulkAct.RULE:
        RuleHit.objects.filter(rule=job.undoes.arguments["rule"], article=item.article_id).delete()
    events = Event.objects.filter(group=job.undoes.act, article=item.article_id)
    return undo_events(events=events, by=by, act=job.act)
