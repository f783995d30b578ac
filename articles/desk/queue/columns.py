"""What a row reads of an article beside what every list does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from articles import wording
from articles.models import Rule
from articles.text import display_text

MORE = (
    *("version", "state", "state_by", "review", "decided_at", "changed_at"),
    *("decided_by__first_name", "decided_by__last_name", "decided_by__username"),
    *("folded_into__title", "folded_into_id", "merged_into__title"),
    *("provider__muted_until", "provider__muted_by", "publish_at", "hold_at"),
    *("assigned_to__first_name", "assigned_to__last_name", "assigned_to__username"),
    *("ruled_by__number", "ruled_by__name", "ruled"),
    *("threshold", "threshold_of__name", "threshold_of__short_name"),
)


class More(NamedTuple):
    version: int
    state: str
    state_by: str
    review: str
    decided_at: datetime | None
    changed_at: datetime | None
    first_name: str | None
    last_name: str | None
    username: str | None
    lead: str | None
    folded_into: int | None
    copy_of: str | None
    muted_until: date | None
    muted_by: str
    publish_at: datetime | None
    hold_at: datetime | None
    assigned_first: str | None
    assigned_last: str | None
    assigned_username: str | None
    rule_number: int | None
    rule_name: str | None
    ruled: Any
    threshold: int | None
    topic_name: str | None
    topic_short_name: str | None
    picture: str | None
    conflict_fields: str | None
    related: int | None
    note_count: int | None
    listed_by: str | None
    withdrawn: bool

    @property
    def conflicts(self) -> list[str]:
        return sorted(self.conflict_fields.split(",")) if self.conflict_fields else []

    @property
    def editor(self) -> str:
        return wording.full_name(self.first_name, self.last_name, self.username)

    @property
    def assignee(self) -> str:
        return wording.full_name(self.assigned_first, self.assigned_last, self.assigned_username)

    @property
    def threshold_of(self) -> str:
        return display_text(self.topic_short_name or self.topic_name or "")

    @property
    def rule(self) -> str:
        return wording.rule_named(self.rule_number, self.rule_name) if self.rule_name else ""

    @property
    def made_by_rules(self) -> dict[str, dict[str, int]]:
        """Return what rules made of score and topics, as long as that stands."""
        ruled = self.ruled or {}
        return {name: ruled[name] for name in ("scores", "topics") if name in ruled}


def added(rows: Mapping[int, More]) -> dict[int, Sequence[str]]:
    """Return what rules have added to these articles, in words; asks nothing where none has."""
    made = {key: one for key, row in rows.items() if (one := row.made_by_rules)}
    keys = {int(rule) for one in made.values() for rules in one.values() for rule in rules}
    rules = Rule.objects.in_bulk(keys) if keys else {}
    return {key: list(_said(one, rules)) for key, one in made.items()}


def _said(made: dict[str, dict[str, int]], rules: Mapping[int, Rule]) -> Iterator[str]:
    for key, points in made.get("scores", {}).items():
        if rule := rules.get(int(key)):
            yield f"{points:+} by {wording.rule_named(rule.number, rule.name)}".replace("-", "−")
    for key in made.get("topics", {}):
        if rule := rules.get(int(key)):
            yield f"filed by {wording.rule_named(rule.number, rule.name)}"
