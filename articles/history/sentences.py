"""What happened to an article, a topic, a provider or an import, in words."""

from __future__ import annotations

from typing import Any

from articles import text, wording
from articles.actions.values import Values, of_event
from articles.models import Article, Event, Provider, State, StateBy, Topic

# Who decided and when follow from what was decided: never worth a word of their own.
QUIET = {"decided_by", "decided_at", "state_by", "changed_at"}
DECISION = {"review", *QUIET}
ASIDE = {"conflicts", *DECISION}  # named only where nothing else changed

SIMPLE = {
    "publish": "published {it}",
    "unpublish": "held {it}",
    "reject": "rejected {it}",
    "agree": "agreed that {it} stays as it is",
    "reopen": "reopened {it} for review",
    "fold": "folded {it} into another story",
    "unfold": "made {it} a story of its own",
    "reorder": "put the related stories in another order",
    "create": "created {it}",
    "accept": "accepted {it} into the navigation",
    "undo-import": "undid the import",
    "redo-import": "did the import again",
    "remove": "removed what an import had made",
}
RULED = {State.PUBLISHED: "published", State.UNPUBLISHED: "held"}
FIRST = ["title", "name", "state", "quality", "excerpt", "topics"]
UNQUOTED = {"images", "links", "extra", "featured_content", "heat", "folded_into", "conflicts"}


def history_of(subject: Article | Topic | Provider) -> list[Event]:
    field = str(subject._meta.model_name)
    return list(Event.objects.filter(**{field: subject}).select_related("actor", "batch"))


def sentence(event: Event) -> str:
    """Say what happened in one plain sentence: "Alice changed the score from 62 to 80"."""
    before, after = of_event(event)
    if event.action == "import":
        return _import_sentence(event, before, after)
    return f"{event.actor_name or 'Somebody'} {_predicate(event.action, before, after)}"


def deed(event: Event, articles: int = 1) -> str:
    """Say what was done to the article, or to so many alike, without by whom: "published “A”"."""
    before, after = of_event(event)
    it = _quote(str(event.article)) if articles == 1 else f"{articles:,} articles"
    text = _predicate(event.action, before, after, it)
    return text if it in text else f"{text}, on {it}"


def _import_sentence(event: Event, before: Values, after: Values) -> str:
    batch = f"batch {event.batch_id}" if event.batch_id else "a file"
    if not before:
        return f"Imported from {batch}"
    if not after.keys() - {"conflicts"}:
        raised = _fields_in_conflict(after, but=before)
        return f"The import of {batch} disagrees over the {raised}: ours stayed"
    return f"The import of {batch} changed {_changes(before, after)}"


def _predicate(action: str, before: Values, after: Values, it: str = "it") -> str:
    if action == "undo":
        return f"set back {_changes(before, after)}" if before else "brought it back"
    if action == "link":
        return f"linked to {_titles(after, but=before)}"
    if action == "unlink":
        return f"removed the link to {_titles(before, but=after)}"
    if action == "keep-ours":
        ours = _fields_in_conflict(before, but=after)
        return f"kept our {ours} against the seed's{_ruled(after)}"
    if action == "take-theirs":
        theirs = _fields_in_conflict(before, but=after)
        return f"took the seed's {theirs}{_ruled(after) if 'state' not in theirs else ''}"
    if action == "score":
        return _scored(before, after, it)
    if action in SIMPLE:
        return SIMPLE[action].format(it=it)
    return f"changed {_changes(before, after)}"


def _scored(before: Values, after: Values, it: str) -> str:
    score = "the score" if it == "it" else f"the score of {it}"
    if "quality" not in after:
        return f"confirmed {score}{_ruled(after)}"
    old, new = (_value("quality", values.get("quality")) for values in (before, after))
    return f"changed {score} from {old} to {new}{_ruled(after)}"


def _ruled(after: Values) -> str:
    """Name the rule where it gave another state in the same act."""
    if after.get("state_by", StateBy.RULE) != StateBy.RULE or "state" not in after:
        return ""
    return f", so the rule {RULED[after['state']]} it"


def _titles(values: Values, but: Values) -> str:
    known = {link["url"] for link in but.get("links", [])}
    links = [link for link in values.get("links", []) if link["url"] not in known]
    return " and ".join(_quote(link["title"]) for link in links) or "a story"


def _fields_in_conflict(values: Values, but: Values) -> str:
    fields = [one["field"] for one in values["conflicts"] if one not in but["conflicts"]]
    return _and([wording.field(name) for name in sorted(fields, key=_rank)])


def _changes(before: Values, after: Values) -> str:
    names = after.keys() - ASIDE or after.keys() - QUIET
    return _and([_change(n, before.get(n), after[n]) for n in sorted(names, key=_rank)])


def _change(name: str, before: Any, after: Any) -> str:
    if name in UNQUOTED:
        return f"the {wording.field(name)}"
    return f"the {wording.field(name)} from {_value(name, before)} to {_value(name, after)}"


def _value(name: str, value: Any) -> str:
    if name == "state":
        return wording.STATES.get(value, str(value))
    if value is None or value in ("", []):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return _quote(value) if isinstance(value, str) and " " in value else str(value)


def _rank(name: str) -> tuple[int, str]:
    """Put what matters most first: PostgreSQL forgets the order of a JSON object's keys."""
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def _quote(value: str) -> str:
    return f"“{text.clip(text.display_text(value), 90)}”"


def _and(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts) or "nothing"
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
