"""What happened to an article, a topic, a provider or an import, in words."""

from __future__ import annotations

from typing import Any

from articles import text, wording
from articles.actions.values import Values, of_event
from articles.models import Article, Event, Provider, Topic

# Who decided and when follow from what was decided: never worth a word of their own.
QUIET = {"decided_by", "decided_at"}
DECISION = {"review", *QUIET}
ASIDE = {"conflicts", *DECISION}  # named only where nothing else changed

SIMPLE = {
    "publish": "published it",
    "unpublish": "held it",
    "reject": "rejected it",
    "reopen": "reopened it for review",
    "fold": "folded it into another story",
    "unfold": "made it a story of its own",
    "reorder": "put the related stories in another order",
    "create": "created it",
    "accept": "accepted it into the navigation",
    "undo-import": "undid the import",
    "redo-import": "did the import again",
    "remove": "removed what an import had made",
}
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


def _import_sentence(event: Event, before: Values, after: Values) -> str:
    batch = f"batch {event.batch_id}" if event.batch_id else "a file"
    if not before:
        return f"Imported from {batch}"
    if not after.keys() - {"conflicts"}:
        raised = _fields_in_conflict(after, but=before)
        return f"The import of {batch} disagrees over the {raised}: ours stayed"
    return f"The import of {batch} changed {_changes(before, after)}"


def _predicate(action: str, before: Values, after: Values) -> str:
    if action == "undo":
        return f"set back {_changes(before, after)}" if before else "brought it back"
    if action == "link":
        return f"linked to {_titles(after, but=before)}"
    if action == "unlink":
        return f"removed the link to {_titles(before, but=after)}"
    if action == "keep-ours":
        return f"kept our {_fields_in_conflict(before, but=after)} against the seed's"
    if action == "take-theirs":
        return f"took the seed's {_fields_in_conflict(before, but=after)}"
    if action == "score" and "quality" not in after:
        return "confirmed the score"
    return SIMPLE.get(action) or f"changed {_changes(before, after)}"


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
