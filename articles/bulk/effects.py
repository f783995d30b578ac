"""What a job would do, in numbers, before anybody starts it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When

from articles.actions.teamwork.features import MOST
from articles.bulk.acts import DECIDED, PINNED, already, on_top
from articles.models import (
    Article,
    ArticleTopic,
    BulkAct,
    BulkJob,
    BulkResult,
    Feature,
    Review,
    State,
    Topic,
)
from articles.models.lookups import Soon
from articles.query.conditions import reached_by
from articles.wording import counted

PUBLIC = Q(public__in=[True])
WAITS = Q(publish_at__isnull=False)
ENDS = Q(hold_at__isnull=False)
ASSIGNED = Q(assigned_to__isnull=False)
HELD = Q(state=State.UNPUBLISHED) & ~Q(review=Review.REJECTED)
AHEAD = Q(published_at__gt=Soon()) & ~Q(review=Review.REJECTED)
ALL = ~Q(pk=None)


@dataclass(frozen=True)
class Part:
    """So many of the articles are alike: how they stand, and what becomes of them. `acts` tells
    whether anything does, `gains` whether it is what the act is named for."""

    count: int
    stands: str
    becomes: str
    acts: bool = True
    gains: bool = True


@dataclass(frozen=True)
class Effect:
    """`gain` is what `gained` articles gain by it, in words for one and for several."""

    parts: list[Part]
    gain: tuple[str, str]

    @property
    def headline(self) -> str:
        one, many = self.gain
        if self.gained or not self.changed:
            return counted(self.gained, f"article {one}", f"articles {many}")
        return f"{counted(self.changed, 'article changes', 'articles change')}, 0 {many}"

    @property
    def gained(self) -> int:
        return sum(part.count for part in self.parts if part.gains)

    @property
    def changed(self) -> int:
        return sum(part.count for part in self.parts if part.acts)


@dataclass(frozen=True)
class _Kind:
    when: Any
    stands: str
    becomes: str
    gains: bool = True
    acts: bool = True
    most: int | None = None  # there is room for so many, and `beyond` becomes of the others
    beyond: str = ""


_Kinds: TypeAlias = tuple[str, tuple[str, str], list[_Kind]]


def effect_of(job: BulkJob) -> Effect:
    """Return the parts that have any article; asks three queries at most."""
    so_already, gain, kinds = _kinds(job)
    waiting = job.items.filter(result=BulkResult.WAITING).values("article")
    whens = [When(already(job), then=Value("already"))]
    whens += [When(kind.when, then=Value(str(place))) for place, kind in enumerate(kinds)]
    part = Case(*whens, default=Value(""), output_field=CharField())
    rows = Article.objects.filter(pk__in=waiting).order_by().annotate(part=part)
    counts = dict(rows.values_list("part").annotate(Count("pk")))
    parts = [
        part
        for place, kind in enumerate(kinds)
        for part in _parts(kind, counts.get(str(place), 0))
        if part.count
    ]
    if "already" in counts:
        parts.append(Part(counts["already"], so_already, "left as they are", False, False))
    return Effect(sorted(parts, key=lambda part: not part.gains), gain)


def _parts(kind: _Kind, count: int) -> Iterator[Part]:
    fits = count if kind.most is None else min(count, kind.most)
    yield Part(fits, kind.stands, kind.becomes, kind.acts, kind.gains)
    yield Part(count - fits, kind.stands, kind.beyond, False, False)


def _kinds(job: BulkJob) -> _Kinds:
    """Return how those stand that are so already, what the others gain, and the kinds of these:
    each article is of the first that fits."""
    if job.what == BulkAct.PUBLISH:
        return "published and pinned already", ("goes public", "go public"), _PUBLISH
    if job.what == BulkAct.UNPUBLISH:
        return "held and pinned already", ("leaves the site", "leave the site"), _UNPUBLISH
    if job.what == BulkAct.AGREE:
        return "pinned already", _PINNED, _AGREE
    if job.what == BulkAct.REJECT:
        return "rejected already", ("is rejected", "are rejected"), _REJECT
    if job.what == BulkAct.SCORE:
        return _scored(job.arguments["quality"])
    if job.what == BulkAct.RULE:
        return "so already", ("is changed", "are changed"), _RULE
    if job.what == BulkAct.FEATURE:
        return _featured(job)
    return _filed(job)


def _verb(verb: str, what: str) -> tuple[str, str]:
    return f"{verb}s {what}", f"{verb} {what}"


def _scored(quality: int) -> _Kinds:
    kinds = [
        _Kind(PINNED | DECIDED, "decided by a person", "score only, they stay as they are"),
        _Kind(reached_by(quality), "by rule or seed", "then published by the rule"),
        _Kind(ALL, "by rule or seed", "then held by the rule"),
    ]
    return f"scored {quality} already", _verb("get", f"the score {quality}"), kinds


def _filed(job: BulkJob) -> _Kinds:
    topic = Topic.objects.filter(pk=job.arguments.get("topic")).first()
    name = f"“{topic}”" if topic else "a topic that is gone"
    under, not_under = f"filed under {name}", f"not filed under {name}"
    if job.what == BulkAct.ADD_TOPIC:
        kinds = [_Kind(ALL, not_under, "get it")]
        return f"{under} already", _verb("get", f"the topic {name}"), kinds
    return not_under, _verb("lose", f"the topic {name}"), [_Kind(ALL, under, "lose it")]


def _featured(job: BulkJob) -> _Kinds:
    topic = Topic.objects.filter(pk=job.arguments["topic"]).first()
    name = f"“{topic}”" if topic else "a topic that is gone"
    room = max(0, MOST - Feature.objects.holding().filter(topic=topic).count())
    filed = ArticleTopic.objects.filter(article=OuterRef("pk"), topic=topic)
    kinds = [
        _Kind(on_top(topic), f"on top of {name} already", "stay there until then", gains=False),
        _Kind(~Exists(filed), f"not filed under {name}", "left alone", gains=False, acts=False),
        _Kind(
            ALL,
            *(f"filed under {name}", "go on top of it until then"),
            most=room,
            beyond=f"left alone: {MOST} at once are on top at most",
        ),
    ]
    gain = (f"goes on top of {name}", f"go on top of {name}")
    return f"on top of {name} until then already", gain, kinds


_PINNED = ("gets pinned as it is", "get pinned as they are")
_RULE = [_Kind(ALL, "fit the rule", "it acts on them")]
# Of those that are so already, the ones left are planned otherwise, or assigned.
_PUBLISH = [
    _Kind(WAITS, "to be published later", "become published now; the plan is off"),
    _Kind(
        ASSIGNED & DECIDED & Q(state=State.PUBLISHED),
        *("published by a person, and assigned", "stay, assigned to nobody"),
        gains=False,
    ),
    _Kind(
        AHEAD & PUBLIC,
        *("published already, dated ahead", "wait for their time, pinned by you"),
        gains=False,
    ),
    _Kind(PUBLIC, "public already by rule or seed", "stay, pinned by you", gains=False),
    _Kind(AHEAD, "held, dated ahead", "become published, and wait for their time", gains=False),
    _Kind(PINNED, "held or rejected by a person", "become published, pinned by you"),
    _Kind(ALL, "held by rule or seed", "become published, pinned by you"),
]
_UNPUBLISH = [
    _Kind(WAITS, "to be published later", "stay held; the plan is off", gains=False),
    _Kind(AHEAD & PUBLIC, "published, dated ahead", "become held, before their time", gains=False),
    _Kind(ENDS & PUBLIC, "to be held later", "become held now; the plan is off"),
    _Kind(
        ASSIGNED & DECIDED & HELD,
        *("held by a person, and assigned", "stay, assigned to nobody"),
        gains=False,
    ),
    _Kind(HELD, "held already by rule or seed", "stay, pinned by you", gains=False),
    _Kind(Q(review=Review.REJECTED), "rejected", "become held, back from rejected", gains=False),
    _Kind(PINNED, "published by a person", "become held, pinned by you"),
    _Kind(ALL, "public by rule or seed", "become held, pinned by you"),
]
_AGREE = [
    _Kind(WAITS | ENDS, "to be published or held later", "stay as they are; the plan is off"),
    _Kind(ASSIGNED & PINNED, "pinned, and assigned", "stay, assigned to nobody", gains=False),
    _Kind(AHEAD & PUBLIC, "published, dated ahead", "wait for their time, pinned by you"),
    _Kind(PUBLIC, "public by rule or seed", "stay public, pinned by you"),
    _Kind(ALL, "held by rule or seed", "stay held, pinned by you"),
]
_REJECT = [
    _Kind(WAITS, "to be published later", "leave the queue; the plan is off"),
    _Kind(
        ASSIGNED & Q(review=Review.REJECTED),
        *("rejected, and assigned", "stay rejected, assigned to nobody"),
        gains=False,
    ),
    _Kind(AHEAD & PUBLIC, "published, dated ahead", "leave the queue, before their time"),
    _Kind(PUBLIC, "public", "leave the site"),
    _Kind(ALL, "held", "leave the queue"),
]
