"""What happened to an article, a topic, a provider or an import, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from articles import wording
from articles.actions.values import Values, cancelled, of_event
from articles.history import merged, ruled, storied
from articles.models import PLANS, Article, Event, Provider, StateBy, Topic
from articles.times import in_full, long_date

# Who decided and when follow from what was decided: never worth a word of their own.
QUIET = {"decided_by", "decided_at", "state_by", "changed_at", "ruled_by", "ruled"}
DECISION = {"review", *QUIET}
ASIDE = {"conflicts", "assigned_to", *DECISION}  # named only where nothing else changed

SIMPLE = {
    "publish": "published {it}",
    "unpublish": "held {it}",
    "reject": "rejected {it}",
    "agree": "agreed that {it} stays as it is",
    "reopen": "reopened {it} for review",
    "lead": "made {it} the lead of its story",
    "unfold": "made {it} a story of its own",
    "add-topic": "filed {it} under {topics}",
    "remove-topic": "took {it} out of {topics}",
    "reorder": "put the related stories in another order",
    "create": "created {it}",
    "accept": "accepted {it} into the navigation",
    "remove": "removed what an import had made",
    "unmute": "ended the mute of {it}",
    "publish-scheduled": "published {it}, as scheduled",
    "hold-scheduled": "held {it}, as scheduled",
}
SCHEDULED = {"publish-scheduled": "Published", "hold-scheduled": "Held"}
OF_IMPORTS = {"undo-import": "undone", "redo-import": "redone"}  # what was done to one as a whole
FIRST = ["title", "name", "state", "quality", "excerpt", "topics"]
UNQUOTED = {
    *("images", "links", "extra", "featured_content", "heat", "folded_into", "conflicts"),
    *("features", "refusals", "assigned_to", "merged_into"),
}


def history_of(subject: Article | Topic | Provider, most: int | None = None) -> list[Event]:
    """Return what happened to it, newest first, at `most` so much."""
    field = str(subject._meta.model_name)
    own = Event.objects.filter(**{field: subject})
    events = list(own.select_related("actor", "batch")[:most])
    batches = own.filter(batch__isnull=False).order_by().values("batch")
    note_imports(events, Event.objects.filter(batch__in=batches))
    return events


def note_imports(events: Sequence[Event], among: QuerySet[Event]) -> None:
    """Note where an event is part of the undo or redo of an import, which has its own page; that of
    the import itself is `among` those."""
    if any(event.action == "undo" for event in events):
        asked = among.filter(article=None, action__in=OF_IMPORTS).select_related("actor")
        acts = {event.group: event for event in asked}
        for event in events:
            event.with_import = acts.get(event.group)


def sentence(event: Event) -> str:
    """Say what happened in one plain sentence: "Alice changed the score from 62 to 80"."""
    before, after = of_event(event)
    if event.action == "import":
        return _import_sentence(event, before, after)
    if event.action in OF_IMPORTS or event.with_import:
        return _whole_import_sentence(event, before, after)
    if event.action in SCHEDULED:
        return f"{SCHEDULED[event.action]} it, as scheduled by {wording.who(event)}"
    return f"{wording.who(event)} {_predicate(event.action, before, after)}"


def deed(event: Event, articles: int = 1) -> str:
    """Say what was done to the article, topic or source, or to so many articles alike, without by
    whom: "published “A”"."""
    before, after = of_event(event)
    if event.action == "remove":
        name = wording.quoted(before["fields"]["name"])
        return f"removed {name}, which batch {event.batch_id} had made"
    subject = event.article or event.topic or event.provider
    alone = articles == 1 or "story" in after  # which tells of the others
    it = wording.quoted(str(subject)) if alone else f"{articles:,} articles"
    text = _predicate(event.action, before, after, it)
    return text if it in text else f"{text}, on {it}"


def imported(event: Event) -> str:
    """Say what an import did, or its undo, with the name of what it did it to."""
    subject = event.article or event.topic or event.provider
    return f"{wording.quoted(str(subject))}: {sentence(event)}"


def _import_sentence(event: Event, before: Values, after: Values) -> str:
    batch = f"batch {event.batch_id}" if event.batch_id else "a file"
    if rules := after.get("rules"):
        return _with_rules(batch, before, after, ruled.clauses(rules))
    if not before:
        return f"Imported from {batch}"
    if not after.keys() - {"conflicts"}:
        raised = _fields_in_conflict(after, but=before)
        return f"The import of {batch} disagrees over the {raised}: ours stayed"
    return f"The import of {batch} changed {_changes(before, after)}"


def _with_rules(batch: str, before: Values, after: Values, did: str) -> str:
    seed = ruled.own(after)
    if not seed:
        return f"{did[:1].upper()}{did[1:]}"
    return f"The import of {batch} changed {_changes(before, seed)}; {did}"


def _whole_import_sentence(event: Event, before: Values, after: Values) -> str:
    asked = event.with_import or event
    by, what = wording.who(asked, "somebody"), OF_IMPORTS[asked.action]
    changes = f": {_changes(before, after)}" if before else ""
    return f"The import of batch {asked.batch_id} was {what} by {by}{changes}"


def _predicate(action: str, before: Values, after: Values, it: str = "it") -> str:
    ended = wording.cancelled(cancelled(action, before, after))
    return f"{_done(action, before, after, it)}{ended}"


def _done(action: str, before: Values, after: Values, it: str) -> str:
    if action in ("undo", "restore"):
        return _back(action, before, after, it)
    if action in ("link", "unlink", "refuse"):
        return _related(action, before, after, it)
    if action == "keep-ours":
        ours = _fields_in_conflict(before, but=after)
        return f"kept our {ours} against the seed's{_ruled(after)}"
    if action == "take-theirs":
        theirs = _fields_in_conflict(before, but=after)
        return f"took the seed's {theirs}{_ruled(after) if 'state' not in theirs else ''}"
    if action == "score":
        return _scored(before, after, it)
    if action in SIMPLE:
        return SIMPLE[action].format(it=it, topics=_topics_changed(before, after)) + _why(after)
    if action in storied.SAID:
        return storied.said(action, after, it) + _why(after)
    return _arranged(action, before, after, it) or f"changed {_changes(before, after)}"


def _related(action: str, before: Values, after: Values, it: str) -> str:
    if action == "unlink":
        return f"removed the link to {_titles(before, but=after)}"
    if action == "link":
        return f"linked to {_titles(after, but=before)}{_why(after)}"
    return f"said that {_refused(after, but=before)} does not belong to {it}{_why(after)}"


def _arranged(action: str, before: Values, after: Values, it: str) -> str:
    """Say what editors agreed on, among themselves or over a source, or had a rule do."""
    if action == "rule":
        return ruled.applied(after["rules"][0], it)
    if action == "schedule":
        return _scheduled(before, after, it)
    if action == "assign":
        to = after["assigned_to"]
        return f"assigned {it} to {to[1]}" if to else f"took {it} off {before['assigned_to'][1]}"
    if action in ("feature", "unfeature"):
        return _featured(before["features"], after["features"], it)
    return _of_source(action, after, it)


def _scheduled(before: Values, after: Values, it: str) -> str:
    plan = next(name for name in PLANS if name in after)
    verb = "published" if plan == "publish_at" else "held"
    if after[plan] is None:
        return f"cancelled that {it} is {verb} on {in_words(plan, before[plan])}"
    moved = "moved the time at which" if before[plan] else "scheduled that"
    return f"{moved} {it} is {verb} {'to' if before[plan] else 'on'} {in_words(plan, after[plan])}"


def _featured(before: list[Values], after: list[Values], it: str) -> str:
    for place in after:
        if place not in before:
            until = in_full(datetime.fromisoformat(place["until"]))
            return f"put {it} on top of {wording.quoted(place['topic'])} until {until}"
    topics = _and([wording.quoted(place["topic"]) for place in before if place not in after])
    return f"took {it} off the top of {topics}"


def _back(action: str, before: Values, after: Values, it: str) -> str:
    if not before:
        return "undid its removal"
    if action == "undo" and "merged_into" in after:
        return merged.undone(before, after, it)
    did = "undid a change" if action == "undo" else f"restored an earlier version of {it}"
    return f"{did}: {_changes(before, after)}"


def _of_source(action: str, after: Values, it: str) -> str:
    if action == "note":
        return f"noted {wording.quoted(after['note'])}" if after["note"] else "took the note away"
    if action == "own":
        owner = wording.quoted(after["owner"]) if after["owner"] else "nobody"
        return f"said that {it} belongs to {owner}"
    if action == "mute":
        return f"muted {it} until {in_words('mute', after['mute'])}"
    if action == "limit":
        most = after["at_most"]
        return f"limited {it} to {most} in a list" if most else f"lifted the limit on {it}"
    return ""


def _scored(before: Values, after: Values, it: str) -> str:
    score = "the score" if it == "it" else f"the score of {it}"
    if "quality" not in after:
        return f"confirmed {score}{_ruled(after)}"
    old, new = (in_words("quality", values.get("quality")) for values in (before, after))
    return f"changed {score} from {old} to {new}{_ruled(after)}"


def _ruled(after: Values) -> str:
    """Name the rule where it gave another state in the same act."""
    if after.get("state_by", StateBy.RULE) != StateBy.RULE or "state" not in after:
        return ""
    return f", so the rule {wording.STATES[after['state']]} it"


def _topics_changed(before: Values, after: Values) -> str:
    """Name the topics that are listed only before or only after."""
    old, new = before.get("topics", []), after.get("topics", [])
    return _and([wording.quoted(name) for name in [*old, *new] if (name in old) != (name in new)])


def _why(after: Values) -> str:
    return f": {after['reason']}" if after.get("reason") else ""


def _titles(values: Values, but: Values) -> str:
    known = {link["url"] for link in but.get("links", [])}
    links = [link for link in values.get("links", []) if link["url"] not in known]
    return " and ".join(wording.quoted(link["title"]) for link in links) or "a story"


def _refused(after: Values, but: Values) -> str:
    known = [shot["article"] for shot in but["refusals"]]
    new = [shot for shot in after["refusals"] if shot["article"] not in known]
    return _and([wording.quoted(shot["title"]) for shot in new])


def _fields_in_conflict(values: Values, but: Values) -> str:
    fields = [one["field"] for one in values["conflicts"] if one not in but["conflicts"]]
    return _and([wording.field(name) for name in sorted(fields, key=by_rank)])


def _changes(before: Values, after: Values) -> str:
    names = sorted(changed_names(after), key=by_rank)
    return _and([_change(name, before.get(name), after[name]) for name in names])


def changed_names(after: Values) -> set[str]:
    """Return which fields of an event are worth a word; its reason, its story and the rules that
    acted are said with what was done."""
    names = after.keys() - {"reason", "rules", "story"}
    return names - ASIDE or names - QUIET


def _change(name: str, before: Any, after: Any) -> str:
    if name in UNQUOTED:
        return f"the {wording.field(name)}"
    return f"the {wording.field(name)} from {in_words(name, before)} to {in_words(name, after)}"


def in_words(name: str, value: Any) -> str:
    if name == "state":
        return wording.STATES.get(value, str(value))
    if value is None or value in ("", []):
        return "none"
    if name == "merged_into":
        return merged.into(value)
    if name in PLANS:
        return in_full(datetime.fromisoformat(value[0]))
    if name == "mute":
        return long_date(date.fromisoformat(value[0]))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return wording.quoted(value) if isinstance(value, str) and " " in value else str(value)


def by_rank(name: str) -> tuple[int, str]:
    """Put what matters most first: PostgreSQL forgets the order of a JSON object's keys."""
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def _and(parts: list[str]) -> str:
    return wording.listing(parts) or "nothing"
