"""Whether the address that an admin gave to an account is its owner's: they open a link that was
mailed there. allauth keeps what was confirmed."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core import signing
from django.db import IntegrityError, transaction

SALT = "articles.accounts.addresses"
HOLDS = 3 * 24 * 3600  # seconds


class NotConfirmed(ValueError):  # noqa: N818  (it reads as what happened, like Refused)
    """The message says why."""


def confirmed(person: User) -> str:
    """Return the account's address if it is known to be theirs, else ""."""
    known = EmailAddress.objects.filter(user=person, email=person.email.lower(), verified=True)
    return person.email if person.email and known.exists() else ""


def key_of(person: User) -> str:
    """Return what is mailed to the account's address, and to nobody else."""
    return signing.dumps([person.pk, person.email], salt=SALT)


def check(*, by: User, key: str) -> None:
    """Raise NotConfirmed where the key does not say that the account's address is theirs."""
    try:
        named = signing.loads(key, salt=SALT, max_age=HOLDS)
    except signing.SignatureExpired:
        raise NotConfirmed("This link holds for three days: have another sent.") from None
    except signing.BadSignature:
        raise NotConfirmed("This link is not whole: copy all of it from the mail.") from None
    if named != [by.pk, by.email]:
        raise NotConfirmed(
            f"This link is for another account or address than that of {by.get_username()}."
        )


def confirm(*, by: User, key: str) -> None:
    check(by=by, key=key)
    facts = {"user": by, "email": by.email.lower()}
    try:
        with transaction.atomic():
            EmailAddress.objects.update_or_create(**facts, defaults={"verified": True})
    except IntegrityError:
        raise NotConfirmed(f"Another account has {by.email} confirmed as its own.") from None
