"""The key that a form carries, by which the same request sent twice is one act."""

from __future__ import annotations

import json
import uuid

from articles.http import Request
from articles.models import Event

MEANINGLESS = {"csrfmiddlewaretoken"}  # another one after signing in


def act_of(request: Request, key: uuid.UUID | None) -> uuid.UUID:
    """Return the act that this request is: the same one each time it is sent with the same key.

    Who sends it, where to and all of its fields count. So another button of a form is another act,
    and nobody can name an act of somebody else. Without a key, each request is an act of its own.
    """
    if key is None:
        return uuid.uuid4()
    fields = sorted(item for item in request.POST.lists() if item[0] not in MEANINGLESS)
    return uuid.uuid5(key, json.dumps([request.user.pk, request.path, fields]))


def is_done(act: uuid.UUID) -> bool:
    return Event.objects.filter(group=act).exists()
