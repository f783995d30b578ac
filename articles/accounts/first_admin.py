"""The first admin of a new site, whom somebody makes who has read the address in the terminal."""

from __future__ import annotations

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.http import HttpRequest

from articles.accounts import events
from articles.models import AccountEventKind
from articles.permissions import ADMINS
from articles.site import choices, setup_token
from articles.site.choices import Choices

DETAIL = "the first admin, by the setup page"


class NotWanted(Exception):  # noqa: N818  (it reads as what is so, like Stale)
    """Somebody has an account already."""


def is_wanted() -> bool:
    """Return whether the site waits to be set up. An account ends that for good, also one that was
    made on the command line."""
    if not setup_token.exists():
        return False
    if User.objects.exists():
        setup_token.forget()
        return False
    return True


def make(*, request: HttpRequest, username: str, password: str, chosen: Choices) -> User:
    """Make the account and note what was chosen for the site; NotWanted if somebody was quicker."""
    with transaction.atomic():
        # One at a time: whoever comes second finds the first one's account.
        admins = Group.objects.select_for_update().get(name=ADMINS)
        if User.objects.exists():
            raise NotWanted
        person = User.objects.create_superuser(username, password=password)
        person.groups.add(admins)
        events.record(AccountEventKind.MADE, request=request, person=person, detail=DETAIL)
        choices.write(chosen)
    setup_token.forget()
    return person
