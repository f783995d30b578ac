"""What a job would do, in numbers, before anybody starts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Q, Value, When

from articles.bulk.acts import DECIDED, PINNED, already
from articles.models import Article, BulkAct, BulkJob, BulkResult, Review, State, Topic
from articles.models.lookups import Soon
from articles.query.conditions import reached_by

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
    """`gain` is what `gained` articles gain by it, in words that go after their number."""

    parts: list[Part]
    gain: str

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


def effect_of(job: BulkJob) -> Effect:
    """Return the parts that have any article; asks two queries at most."""
    so_already, gain, kinds = _kinds(job)
    waiting = job.items.filter(result=BulkResult.WAITING).values("article")
    whens = [When(already(job), then=Value("already"))]
    whens += [When(kind.when, then=Value(str(place))) for place, kind in enumerate(kinds)]
    part = Case(*whens, default=Value(""), output_field=CharField())
    rows = Article.objects.filter(pk__in=waiting).order_by().annotate(part=part)
    counts = dict(rows.values_list("part").annotate(Count("pk")))
    parts = [
        Part(counts[str(place)], kind.stands, kind.becomes, gains=kind.gains)
        for place, kind in enumerate(kinds)
        if str(place) in counts
    ]
    if "already" in counts:
        parts.append(Part(counts["already"], so_already, "left as they are", False, False))
    return Effect(sorted(parts, key=lambda part: not part.gains), gain)


def _kinds(job: BulkJob) -> tuple[str, str, list[_Kind]]:
    """Return how those stand that are so already, what the others gain, and the kinds of these:
    each article is of the first that fits."""
    if job.what == BulkAct.PUBLISH:
        return "published and pinned already", "go public", _PUBLISH
    if job.what == BulkAct.UNPUBLISH:
        return "held and pinned already", "leave the site", _UNPUBLISH
    if job.what == BulkAct.AGREE:
        return "pinned already", "get pinned as they are", _AGREE
    if job.what == BulkAct.REJECT:
        return "rejected already", "are rejected", _REJECT
    if job.what == BulkAct.SCORE:
        return _scored(job.arguments["quality"])
    if job.what == BulkAct.RULE:
        return "so already", "are changed", [_Kind(ALL, "fit the rule", "it acts on them")]
    return _filed(job)


def _scored(quality: int) -> tuple[str, str, list[_Kind]]:
    kinds = [
        _Kind(PINNED | DECIDED, "decided by a person", "score only, they stay as they are"),
        _Kind(reached_by(quality), "by rule or seed", "then published by the rule"),
        _Kind(ALL, "by rule or seed", "then held by the rule"),
    ]
    return f"scored {quality} already", f"get the score {quality}", kinds


def _filed(job: BulkJob) -> tuple[str, str, list[_Kind]]:
    topic = Topic.objects.filter(pk=job.arguments.get("topic")).first()
    name = f"“{topic}”" if topic else "a topic that is gone"
    under, not_under = f"filed under {name}", f"not filed under {name}"
    if job.what == BulkAct.ADD_TOPIC:
        return f"{under} already", f"get the topic {name}", [_Kind(ALL, not_under, "get it")]
    return not_under, f"lose the topic {name}", [_Kind(ALL, under, "lose it")]


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
