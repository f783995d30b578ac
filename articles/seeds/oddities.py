"""What people should know of a title or an excerpt that is shown otherwise than it came.

The text itself stays as the seed has it: nothing of this is ever written back.
"""

from __future__ import annotations

from collections.abc import Iterator

from articles.text import (
    display_excerpt,
    display_text,
    has_markup,
    is_encoded_twice,
    why_not_shown,
)


def of_title(title: str) -> Iterator[str]:
    if is_encoded_twice(title):
        yield "was encoded twice: shown decoded"


def of_excerpt(excerpt: str, title: str) -> Iterator[str]:
    yield from of_title(excerpt)
    if has_markup(excerpt):
        yield "holds markup: shown without it"
    reason = why_not_shown(display_excerpt(excerpt), display_text(title)) if excerpt else ""
    if reason:
        yield f"{reason}: not shown"
