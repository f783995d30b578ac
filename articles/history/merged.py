"""What was merged into what, in words: "merged it into “Ferry to the islands”"."""

from __future__ import annotations

from typing import Any

from articles import text, wording
from articles.actions.values import Values


def into(value: list[Any]) -> str:
    """Name the one that stays."""
    _, title = value
    return f"“{wording.shortened(text.display_text(title), 90)}”"


def undone(before: Values, after: Values, it: str) -> str:
    """Say what an undo did; what else it gave back belongs to the merge."""
    if after["merged_into"] is None:
        return f"undid the merge of {it} into {into(before['merged_into'])}"
    return f"merged {it} into {into(after['merged_into'])} again"
