"""What a mail about a view carries, so that whoever has it can end it without signing in."""

from __future__ import annotations

from django.core import signing

from articles.models import SavedView

SALT = "articles.queue.mail_end"


def key_of(view: SavedView) -> str:
    """Return what stands in an address of a mail, and nobody can guess. It holds for ever: a mail
    may be years old."""
    return signing.Signer(salt=SALT).sign_object(view.pk)


def view_of(key: str) -> int | None:
    """Return the key of the view, None where nobody was mailed this."""
    try:
        found = signing.Signer(salt=SALT).unsign_object(key)
    except signing.BadSignature:
        return None
    return found if isinstance(found, int) else None
