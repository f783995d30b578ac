"""What happens to accounts, noted for admins: when, whose, by whom, from where; never a secret."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from articles.models import AccountEvent, AccountEventKind
from articles.text import clip
from articles.wording import name_of

# Of a name that no account has: it may be a password, typed into the wrong field.
LETTERS_SHOWN = 4
KINDS = {
    "username": AccountEventKind.NAME,
    "first name": AccountEventKind.NAME,
    "last name": AccountEventKind.NAME,
    "e-mail": AccountEventKind.EMAIL,
    "active": AccountEventKind.RIGHTS,
    "superuser": AccountEventKind.RIGHTS,
    "groups": AccountEventKind.RIGHTS,
}


def record(
    kind: AccountEventKind,
    *,
    request: HttpRequest,
    person: User | None,
    typed: str = "",
    by: User | None = None,
    detail: str = "",
) -> AccountEvent:
    """Note what happened to `person`, or where nobody has the name that was typed, to that."""
    return AccountEvent.objects.create(
        at=timezone.now(),
        kind=kind,
        person=person,
        name=person.get_username() if person else clip(typed, LETTERS_SHOWN) or "–",
        by=by,
        by_name=name_of(by),
        address=address_of(request),
        detail=clip(detail, 300),
    )


def record_changes(before: dict[str, str], *, request: HttpRequest, person: User, by: User) -> None:
    """Note in which of the values that `kept_of` gave before the account is another now."""
    after = kept_of(person)
    for kind in dict.fromkeys(KINDS.values()):
        changes = [
            f"{name}: {before[name] or '–'} → {after[name] or '–'}"
            for name in KINDS
            if KINDS[name] == kind and before[name] != after[name]
        ]
        if changes:
            record(kind, request=request, person=person, by=by, detail="; ".join(changes))


def kept_of(person: User) -> dict[str, str]:
    """Return who an account is and what it may, in words, by the names of KINDS."""
    groups = person.groups.order_by("name").values_list("name", flat=True)
    return {
        "username": person.username,
        "first name": person.first_name,
        "last name": person.last_name,
        "e-mail": person.email,
        "active": "yes" if person.is_active else "no",
        "superuser": "yes" if person.is_superuser else "no",
        "groups": ", ".join(groups),
    }


def person_named(typed: str) -> User | None:
    return User.objects.filter(username__iexact=typed).first()


def address_of(request: HttpRequest) -> str | None:
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # a proxy that does not say
        return None


def delete_old() -> None:
    before = timezone.now() - timedelta(days=settings.ACCOUNT_EVENTS_DAYS)
    AccountEvent.objects.filter(at__lt=before).delete()
