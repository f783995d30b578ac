"""Who is to see to an article. A decision on it releases it."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User

from articles.actions.change import Done, change
from articles.actions.errors import Refused
from articles.models import Article
from articles.permissions import may_review
from articles.wording import name_of


def assign(
    *,
    article: Article | int,
    by: User,
    version: int,
    to: User | None,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Ask that person to see to it; None is nobody in particular."""
    if to and not may_review(to):
        raise Refused(f"{name_of(to)} may not review: assign it to somebody who does.")
    value = {"assigned_to": [to.pk, name_of(to)] if to else None}
    return change(article=article, by=by, version=version, action="assign", to=value, group=group)
