"""Who reviews: whom an article can be assigned to, and a note can mention."""

from __future__ import annotations

from articles import permissions
from articles.wording import name_of

OFFERED = 200


def reviewers() -> list[tuple[int, str]]:
    """Return their keys and names, by name."""
    people = permissions.reviewers().order_by("username")[:OFFERED]
    return sorted(((user.pk, name_of(user)) for user in people), key=lambda one: one[1].casefold())
