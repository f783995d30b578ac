"""What rules of the desk did, in words: "Rule 7, “Sponsored sections”, held it"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from articles import wording
from articles.actions.values import Values
from articles.models import RuleAct

# What rules set of an article; other fields of the same event are the import's own doing.
FIELDS = {"state", "state_by", "review", "quality", "ruled_by", "ruled", "assigned_to", "topics"}


def named(rule: dict[str, Any]) -> str:
    return wording.rule_named(rule["number"], rule["name"])


def clauses(rules: Sequence[dict[str, Any]], it: str = "it") -> str:
    """Say what each rule did, to stand alone or behind what else happened."""
    return "; ".join(f"{named(rule)}, {_did(rule, it)}" for rule in rules)


def applied(rule: dict[str, Any], it: str) -> str:
    """Say what somebody had a rule do."""
    return f"applied {named(rule)}: {_did(rule, it)}"


def own(after: Values) -> Values:
    """Return what an import changed beside what rules made of it."""
    return {name: value for name, value in after.items() if name not in {*FIELDS, "rules"}}


def _did(rule: dict[str, Any], it: str) -> str:
    what = rule["what"]
    match rule["act"]:
        case RuleAct.HOLD:
            return f"held {it}"
        case RuleAct.REJECT:
            return f"rejected {it}" + (f": {what}" if what else "")
        case RuleAct.SCORE:
            of = "the score" if it == "it" else f"the score of {it}"
            return f"added {what} to {of}" if what > 0 else f"took {-what} off {of}"
        case RuleAct.TOPIC:
            return f"filed {it} under “{what}”"
        case RuleAct.ASSIGN:
            return f"gave {it} to {what}"
    return "does not fit any more"
