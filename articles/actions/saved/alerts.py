"""That the owner of a view is told by mail what is new in it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.actions.errors import Refused
from articles.actions.saved.views import check_owner
from articles.models import Alert, Every, Mail, SavedView
from articles.outgoing import mail

ASK = json.dumps({"asks": True})  # the body of a mail that asks whether the address is theirs
AGAIN = timedelta(minutes=10)  # after which it may be asked once more
NO_MAIL = "This site sends no mail: whoever runs it has to name a mail server first."
NO_ADDRESS = "Your account has no mail address: an admin can enter one."


@transaction.atomic
def open_alert(*, view: SavedView, by: User, every: Every, hour: int | None = None) -> Alert:
    """Tell them so often of all that comes in from now on; where they are told already, that goes
    on at the new times."""
    _check(view, by)
    now = timezone.now()
    alert = Alert(view=view, every=every, hour=hour if every == Every.DAY else None)
    when = {"every": alert.every, "hour": alert.hour, "next_at": alert.after(now)}
    fresh = {**when, "since": now, "checked_at": now}
    return Alert.objects.update_or_create(view=view, defaults=when, create_defaults=fresh)[0]


@transaction.atomic
def ask(*, view: SavedView, by: User) -> Mail:
    """Have a link mailed to the account's address, by which its owner confirms that it is theirs.
    For all of their views, one in ten minutes."""
    _check(view, by)
    now = timezone.now()
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if asked_at := last_asked(by, now):
        raise Refused(f"A link was sent at {asked_at:%H:%M} UTC: look for it, or wait ten minutes.")
    alert = Alert.objects.filter(view=view).first()
    if alert is None:
        raise Refused("Choose first how often you want mail.")
    return Mail.objects.create(alert=alert, body=ASK, made_at=now, next_at=now)


def last_asked(by: User, now: datetime) -> datetime | None:
    """Return when the last link was sent that nobody needs to send again yet."""
    asked: Any = Mail.objects.filter(alert__view__owner=by, body=ASK, made_at__gt=now - AGAIN)
    return asked.values_list("made_at", flat=True).order_by("-made_at").first()


def _check(view: SavedView, by: User) -> None:
    check_owner(view, by)
    if not mail.is_sent():
        raise Refused(NO_MAIL)
    if not by.email:
        raise Refused(NO_ADDRESS)
