"""What was done to stories, in words: its title and how many went along stand in the event."""

from __future__ import annotations

from articles import wording
from articles.actions.values import Values
from articles.history import merged

SAID = {
    "merge": "merged {them} into {copied}",
    "fold": "folded {them} into {story}",
    "join": "joined {them} to {story}",
    "leave": "said that {them} {do} not belong to {story}",
    "split": "split {them} off {story}",
    "merge-story": "merged {them} into {story}",
}


def said(action: str, after: Values, it: str) -> str:
    told = after.get("story") or {}
    title, others = told.get("title", ""), told.get("others", 0)
    return SAID[action].format(
        copied=merged.into(after["merged_into"]) if action == "merge" else "",
        story=f"the story {wording.quoted(title)}" if title else "another story",
        them=f"{it} and {others:,} more" if others else it,
        do="do" if others else "does",
    )
