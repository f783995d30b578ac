"""What the desk's rules make of the articles of a chunk, in its own transaction.

A merge compares what the seeds say: what rules made of an article is taken off before, and rules
act anew on what came of it. The history tells what is otherwise in the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from articles import rows
from articles.actions.rules import acting, matching, standing
from articles.actions.rules.acting import HistoryValues, Ruling
from articles.actions.rules.standing import Standing
from articles.actions.values import Values
from articles.ingest.plan.classify import Change
from articles.ingest.write.context import ImportContext
from articles.models import Event, Rule
from articles.seeds.kinds import FileResult
from articles.wording import name_of

EVENT = (
    *("group", "at", "actor_id", "actor_name", "action", "article_id", "batch_id"),
    *("before", "after"),
)
Stood = Mapping[int, Standing]


def take_off(changes: Iterable[Change]) -> Stood:
    """Have the articles that the seeds change say what they said without rules; return how they
    stood."""
    ruled = {c.pk: c.article for c in changes if c.article and c.article.ruled and _is_fresh(c)}
    if not ruled:
        return {}
    stood = matching.standings(ruled.keys())
    rulings = [Ruling(row, standing.bare(row)) for row in stood.values()]
    acting.write(rulings)
    for ruling in rulings:
        for name in acting.SET:
            setattr(ruled[ruling.was.pk], name, getattr(ruling.now, name))
    return stood


def put_on(context: ImportContext, changes: Sequence[Change], stood: Stood) -> None:
    fresh = {change.pk for change in changes if _is_fresh(change)}
    if not fresh or not (context.rules or stood):
        return
    found = matching.standings(fresh)
    known = [pk for change in changes if change.article and (pk := change.pk) in fresh]
    people = matching.people_said(context.rules, known)
    rulings = acting.judge(context.rules, found, people)
    for pk, ruling in rulings.items():
        ruling.now = _first_shown(context, ruling.now, stood.get(pk), is_new=pk not in known)
    acting.write(rulings.values())
    acting.note_hits(rulings.values(), stood, context.now)
    _tell(context, [one for one in rulings.values() if one.acted or one.was.pk in stood], stood)


def _is_fresh(change: Change) -> bool:
    if change.result is FileResult.NEW:
        return True
    return change.merge is not None and change.merge.result in (
        FileResult.CONTENT,
        FileResult.CONFLICT,
    )


def _first_shown(
    context: ImportContext, row: Standing, stood: Standing | None, *, is_new: bool
) -> Standing:
    """Return it as if nobody had seen what it was before rules acted: nobody has."""
    if is_new or stood:
        row = row._replace(first_published_at=stood.first_published_at if stood else None)
    return acting.first_shown(row, context.now)


def _tell(context: ImportContext, rulings: Sequence[Ruling], stood: Stood) -> None:
    """Tell of rules in the import's own event, or in one more."""
    whole = [Ruling(stood.get(one.was.pk, one.was), one.now, one.acted) for one in rulings]
    values, lifted = HistoryValues(whole), _lifted(whole)
    more, grown = list[tuple[Any, ...]](), list[Event]()
    for ruling in whole:
        pk = ruling.was.pk
        rules = [*acting.said(_new(ruling)), *lifted.get(pk, ())]
        event = context.article_events.get(pk)
        if event:
            _join(event, values.values(ruling.was), values.values(ruling.now), put_off=pk in stood)
            event.after |= {"rules": rules} if rules else {}
            grown.append(event)
        elif ruling.is_news:
            before, after = values.difference(ruling.was, ruling.now)
            more.append(_event(context, pk, before, {**after, "rules": rules}))
    Event.objects.bulk_update(grown, ["before", "after"])
    rows.insert(Event, EVENT, more)


def _new(ruling: Ruling) -> list[Rule]:
    """Return the rules that act on it and did not before."""
    before = standing.rules_of(ruling.was)
    return [rule for rule in ruling.acted if rule.pk not in before]


def _lifted(rulings: Iterable[Ruling]) -> dict[int, list[dict[str, Any]]]:
    """Return the rules of which nothing is left on an article, by its key."""
    gone = {one.was.pk: standing.rules_of(one.was) - standing.rules_of(one.now) for one in rulings}
    keys = set().union(*gone.values())
    rules = Rule.objects.in_bulk(keys) if keys else {}
    return {
        pk: [{**rules[key].said, "act": "", "what": ""} for key in sorted(went)]
        for pk, went in gone.items()
        if went
    }


def _join(event: Event, was: Values, now: Values, *, put_off: bool) -> None:
    """Have the event tell of rules as well: from what the article was before, or before these were
    put off for the import, to what it is."""
    before = {**event.before, **was} if put_off else {**was, **event.before}
    after = {**event.after, **now}
    changed = [name for name in after if before.get(name) != after[name]]
    event.before = {name: before.get(name) for name in changed}
    event.after = {name: after[name] for name in changed}


def _event(context: ImportContext, pk: int, before: Values, after: Values) -> tuple[Any, ...]:
    actor = context.by.pk if context.by else None
    who = (context.group, context.now, actor, name_of(context.by))
    return *who, "import", pk, context.batch.pk, before, after
