"""What admins do with the desk's rules: make, change, order, switch and remove them.

An order and a switch act on what comes from then on. What rules have made of articles stays.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.actions.errors import Refused, Stale
from articles.actions.rules.matching import check_usable, fitting
from articles.actions.text_input import clean_line
from articles.models import Article, Rule, RuleAct, Topic
from articles.models.rules.rule import MAX_NAME, MAX_POINTS, MAX_QUERY, MAX_REASON
from articles.permissions import may_manage

MOST = 50  # each is asked once for a portion of every import


@dataclass(frozen=True)
class RuleDraft:
    """What somebody wants of a rule, as typed."""

    name: str
    query: str
    act: str
    reason: str = ""
    points: int | None = None
    topic: Topic | None = None
    person: User | None = None


@transaction.atomic
def create(*, by: User, draft: RuleDraft) -> Rule:
    """Make a rule behind the others; it acts from now on. Raises Refused and QueryError."""
    _check_may(by)
    count = len(_locked())
    if count >= MOST:
        raise Refused(f"There are {MOST} rules, and no room for more: remove one.")
    rule = Rule(number=count + 1, made_by=by)
    _set(rule, by, draft)
    rule.save()
    return rule


@transaction.atomic
def edit(*, rule: Rule, by: User, version: int, draft: RuleDraft) -> Rule:
    rule = _current(rule, by, version)
    _set(rule, by, draft)
    rule.problem = ""
    return _saved(rule)


@transaction.atomic
def switch(*, rule: Rule, by: User, on: bool) -> Rule:
    """Have it act on what comes from now on, or not."""
    rule = _current(rule, by)
    rule.is_on = on
    return _saved(rule)


@transaction.atomic
def move(*, rule: Rule, by: User, to: int) -> Rule:
    """Give it that number; beyond the last is the last."""
    rule = _current(rule, by)
    _number(rule, to)
    return Rule.objects.get(pk=rule.pk)


@transaction.atomic
def remove(*, rule: Rule, by: User) -> Rule:
    """Take it out of the order. What stands by it says so still."""
    rule = _current(rule, by)
    _number(rule, None)
    return Rule.objects.get(pk=rule.pk)


@transaction.atomic
def bring_back(*, rule: Rule, by: User) -> Rule:
    """Put a rule that was removed behind the others."""
    _check_may(by)
    _number(rule, MOST + 1)
    return Rule.objects.get(pk=rule.pk)


def checked(draft: RuleDraft, *, by: User, instead_of: Rule | None = None) -> Rule:
    """Return the rule that this would be, to be tried and not to be saved, `instead_of` one or as a
    new one behind all others. Raises Refused and QueryError."""
    here = instead_of or Rule(made_by=by, number=MOST + 1)
    rule = Rule(pk=here.pk, made_by=here.made_by, number=here.number)
    _set(rule, by, draft)
    return rule


def _set(rule: Rule, by: User, draft: RuleDraft) -> None:
    rule.name = clean_line("name", draft.name, MAX_NAME, needed=True)
    rule.query = clean_line("condition", draft.query, MAX_QUERY, needed=True)
    if draft.act not in RuleAct.values:
        raise Refused("Choose what is to be done with what fits.")
    rule.act = draft.act
    rule.reason = clean_line("reason", draft.reason, MAX_REASON) if _is(rule, "reject") else ""
    rule.points = _points(draft) if _is(rule, "score") else 0
    rule.topic = draft.topic if _is(rule, "topic") else None
    rule.person = draft.person if _is(rule, "assign") else None
    rule.changed_by, rule.changed_at = by, timezone.now()
    check_usable(rule)
    fitting(rule.query, Article.objects.all(), rule.made_by)


def _is(rule: Rule, act: str) -> bool:
    return rule.act == act


def _points(draft: RuleDraft) -> int:
    if not draft.points or abs(draft.points) > MAX_POINTS:
        raise Refused(f"Write how many points: from −{MAX_POINTS:,} to {MAX_POINTS:,}, but not 0.")
    return draft.points


def _check_may(by: User) -> None:
    if not may_manage(by):
        raise Refused("Only admins make and change rules.")


def _current(rule: Rule, by: User, version: int | None = None) -> Rule:
    _check_may(by)
    row = Rule.objects.select_for_update(of=("self",)).filter(pk=rule.pk).first()
    if row is None or row.number is None:
        raise Refused("This rule has been removed in the meantime.")
    if version is not None and row.version != version:
        raise Stale(row)
    return row


def _saved(rule: Rule) -> Rule:
    rule.version += 1
    rule.save()
    return rule


def _locked() -> list[Rule]:
    return list(Rule.objects.select_for_update().here())


def _number(rule: Rule, to: int | None) -> None:
    order = [one for one in _locked() if one.pk != rule.pk]
    if to is None:
        Rule.objects.filter(pk=rule.pk).update(number=None, is_on=False)
    else:
        order.insert(max(to - 1, 0), rule)
    for number, one in enumerate(order, 1):
        one.number = number
    Rule.objects.bulk_update(order, ["number"])
