"""What happened to an article, a topic, a provider or an import, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from articles import text, wording
from articles.actions.values import Values
from articles.models import Article, Event, Provider, Topic

# Who decided and when follow from what was decided: never worth a word of their own.
QUIET = {"decided_by", "decided_at"}
DECISION = {"review", *QUIET}
ASIDE = {"conflicts", *DECISION}  # told only where nothing else changed

SIMPLE = {
    "publish": "published it",
    "unpublish": "held it",
    "reject": "rejected it",
    "reopen": "reopened it for review",
    "fold": "folded it into another story",
    "unfold": "made it a story of its own",
    "reorder": "put the related stories in another order",
    "create": "created it",
    "undo-import": "undid the import",
    "redo-import": "did the import again",
    "remove": "removed what an import had made",
}
FIRST = ["title", "name", "state", "quality", "excerpt", "topics"]
UNQUOTED = {"images", "links", "related", "extra", "featured_content", "heat"}
UNQUOTED |= {"folded_into", "conflicts"}


def history_of(subject: Article | Topic | Provider) -> list[Event]:
    """What happened to it, newest first."""
    field = str(subject._meta.model_name)
    return list(Event.objects.filter(**{field: subject}).select_related("actor", "batch"))


def sentence(event: Event) -> str:
    """What happened, in one plain sentence: "Alice changed the score from 62 to 80"."""
    if event.action == "import":
        return _import_sentence(event)
    return f"{event.actor_name or 'Somebody'} {_did(event)}"


def _import_sentence(event: Event) -> str:
    batch = f"batch {event.batch_id}" if event.batch_id else "a file"
    if not event.before:
        return f"Imported from {batch}"
    if not event.after.keys() - {"conflicts"}:
        return f"The import of {batch} disagrees over {_disagreed(event)}: ours stayed"
    return f"The import of {batch} changed {_changes(event)}"


def _did(event: Event) -> str:
    action, after = event.action, event.after
    if action == "undo":
        return f"set back {_changes(event)}" if event.before else "brought it back"
    if action in ("link", "unlink"):
        return _link_sentence(event)
    if action == "keep-ours":
        return f"kept our {_settled(event)} against the seed's"
    if action == "take-theirs":
        return f"took the seed's {_settled(event)}"
    if action == "score" and "quality" not in after:
        return "confirmed the score"
    return SIMPLE.get(action) or f"changed {_changes(event)}"


def _link_sentence(event: Event) -> str:
    before, after = event.before.get("links", []), event.after.get("links", [])
    more, fewer = (after, before) if event.action == "link" else (before, after)
    known = {link["url"] for link in fewer}
    titles = " and ".join(_quote(link["title"]) for link in more if link["url"] not in known)
    verb = "linked to" if event.action == "link" else "removed the link to"
    return f"{verb} {titles or 'a story'}"


def _changes(event: Event) -> str:
    return _and(
        [_change(name, event.before.get(name), value) for name, value in _loud(event.after)]
    )


def _change(name: str, before: Any, after: Any) -> str:
    if name in UNQUOTED:
        return f"the {wording.field(name)}"
    return f"the {wording.field(name)} from {_value(name, before)} to {_value(name, after)}"


def _value(name: str, value: Any) -> str:
    if name == "state":
        return wording.STATES.get(value, str(value))
    if value is None or value in ("", []):
        return "none"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return _quote(value) if isinstance(value, str) and " " in value else str(value)


def _settled(event: Event) -> str:
    """The fields whose conflict the act ended."""
    return _asked(event.before, event.after)


def _disagreed(event: Event) -> str:
    """The fields whose conflict the import raised."""
    return f"the {_asked(event.after, event.before)}"


def _asked(values: Values, but: Values) -> str:
    """The fields in conflict, but for those that were so as well."""
    fields = [one["field"] for one in values["conflicts"] if one not in but["conflicts"]]
    return _and([wording.field(name) for name in sorted(fields, key=_place)])


def _loud(after: Values) -> Iterable[tuple[str, Any]]:
    """What is worth telling: the review only where nothing else changed."""
    names = after.keys() - ASIDE or after.keys() - QUIET
    return [(name, after[name]) for name in sorted(names, key=_place)]


def _place(name: str) -> tuple[int, str]:
    """What matters most first: PostgreSQL forgets the order of a JSON object's keys."""
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def _quote(value: str) -> str:
    return f"“{text.clip(text.display_text(value), 90)}”"


def _and(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts) or "nothing"
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
