"""What became of pairs that are settled: by whom, and the act that takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User

from articles import wording
from articles.models import Duplicate, Event

ELSEWHERE = "one of them is merged elsewhere, rejected or withdrawn"


@dataclass(frozen=True, slots=True)
class Settled:
    """`act` is what the reader can undo, None where somebody else has decided; `stays` the one that
    the other is merged into."""

    said: str
    at: datetime
    act: UUID | None = None
    stays: int | None = None


def settled(pairs: Sequence[Duplicate], since: datetime, user: User) -> dict[int, Settled]:
    if not pairs:
        return {}
    keys = {key for pair in pairs for key in (pair.one_id, pair.other_id)}
    events = Event.objects.filter(
        article__in=keys, action__in=("merge", "refuse"), at__gte=since, undone=False
    )
    decided = dict[frozenset[int], Event]()
    for event in events.select_related("actor").order_by("pk"):
        decided |= dict.fromkeys(_about(event), event)
    return {
        pair.pk: _settled(pair, decided.get(frozenset({pair.one_id, pair.other_id})), user)
        for pair in pairs
    }


def _about(event: Event) -> list[frozenset[int]]:
    """Return the pairs that it decided on."""
    if event.action == "merge":
        others = [event.after["merged_into"][0]]
    else:
        before, after = (
            {shot["article"] for shot in values["refusals"]}
            for values in (event.before, event.after)
        )
        others = sorted(after - before)
    return [frozenset({event.article_id or 0, other}) for other in others]


def _settled(pair: Duplicate, event: Event | None, user: User) -> Settled:
    assert pair.settled_at is not None
    if event is None:
        return Settled(ELSEWHERE, pair.settled_at)
    is_own = event.actor_id == user.pk
    did = "merged" if event.action == "merge" else "kept apart"
    by = "you" if is_own else wording.who(event, "somebody")
    stays = event.after["merged_into"][0] if event.action == "merge" else None
    return Settled(f"{did} by {by}", event.at, event.group if is_own else None, stays)
