from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from articles.models.article import Article
from articles.models.batch import BEING_UNDONE, ImportBatch
from articles.models.checks import filled, max_length, one_of
from articles.models.item import ImportItem
from articles.models.provider import Provider
from articles.models.topic import Topic

BY_HAND = ~Q(action="import")


class EventQuerySet(models.QuerySet["Event"]):
    def arrivals(self) -> EventQuerySet:
        """Return those that tell of something new that came with an import. The batch of an article
        is the last that changed it; the one that it came with stands here."""
        return self.filter(action="import", before={})

    def by_hand(self) -> EventQuerySet:
        """Return what people did, and not the imports that they ran."""
        return self.filter(BY_HAND)

    def withdrawals(self) -> EventQuerySet:
        """Return the arrivals of what went with its import when that was undone: not of what the
        undo left because somebody had changed it."""
        own = ImportItem.objects.filter(article=OuterRef("article"), batch=OuterRef("batch"))
        undone = self.arrivals().filter(batch__state__in=BEING_UNDONE)
        return undone.exclude(Exists(own.exclude(left_as_is="")))


class Event(models.Model):
    """What happened to one thing: who, when, which fields from what to what.

    One human act may touch several things: their rows share `group`. `actor` is None where a
    batch was imported from the command line. `undone_by` is the last act that undid it, or tried;
    `undone` tells whether that still holds, as an undo can be undone.
    """

    # Where a history has looked for it: the undo or redo of a whole import that this is part of.
    with_import: Event | None = None

    group = models.UUIDField(default=uuid.uuid4)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, db_index=False
    )
    actor_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=30)
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="events",
        db_index=False,
    )
    topic = models.ForeignKey(
        Topic, models.CASCADE, null=True, blank=True, related_name="events", db_index=False
    )
    provider = models.ForeignKey(
        Provider, models.CASCADE, null=True, blank=True, related_name="events", db_index=False
    )
    batch = models.ForeignKey(
        ImportBatch,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="events",
        db_index=False,
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone_by = models.UUIDField(null=True, blank=True)
    undone = models.BooleanField(default=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False)
                | Q(topic__isnull=False)
                | Q(provider__isnull=False)
                | Q(batch__isnull=False),
                name="event_has_subject",
            ),
            *max_length("event", actor_name=150, action=30),
        ]
        indexes = [
            # An article's history, newest first.
            models.Index(fields=["article", "-id"], name="event_of_article"),
            # Undo: the rows of one act, and which of them is the newest.
            models.Index(fields=["group", "-id"], name="event_of_act"),
            # The history of the desk, but for what imports did: all of it, one person's.
            models.Index(fields=["-at", "-id"], condition=BY_HAND, name="event_by_hand"),
            models.Index(
                fields=["actor", "-at", "-id"],
                condition=BY_HAND & Q(actor__isnull=False),
                name="event_by_person",
            ),
            # What one import did, newest first.
            models.Index(
                fields=["batch", "-at", "-id"],
                condition=Q(batch__isnull=False),
                name="event_of_import",
            ),
            # What a batch did; without one, the articles that people touched, newest first.
            models.Index(fields=["batch", "-article", "at"], name="event_of_batch"),
            # The history of a topic and of a provider; what an undo undid.
            filled("event", "topic"),
            filled("event", "provider"),
            filled("event", "undone_by"),
            # What a person did by hand lately; all they did, when they are deleted.
            models.Index(
                fields=["actor", "batch", "at"],
                condition=Q(actor__isnull=False),
                name="event_of_actor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name or 'import'} {self.action}"


class AccountEventKind(models.TextChoices):
    SIGNED_IN = "signed_in", "Signed in"
    SIGNED_OUT = "signed_out", "Signed out"
    FAILED = "failed", "Sign-in failed"
    LOCKED = "locked", "Locked out"
    LIFTED = "lifted", "Lock-out lifted"
    MADE = "made", "Account made"
    NAME = "name", "Name changed"
    EMAIL = "email", "E-mail changed"
    PASSWORD = "password", "Password changed"
    FACTOR = "factor", "Second factor changed"
    RIGHTS = "rights", "Rights changed"


class AccountEvent(models.Model):
    """What happened to an account: when, by whom, from where. It holds no secret.

    `name` is the account's at that time; where no account has what was typed, its first letters.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=AccountEventKind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="account_events",
        db_index=False,
    )
    name = models.CharField("account", max_length=150)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField("by", max_length=150, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            one_of("accountevent", "kind", AccountEventKind.values),
            *max_length("accountevent", name=150, by_name=150, detail=300),
        ]
        indexes = [
            # Where a person has signed in from.
            models.Index(fields=["person", "kind", "address"], name="accountevent_of_person"),
            # The admin site's search, and what is too old to stay.
            models.Index(fields=["name"], name="accountevent_name"),
            models.Index(fields=["address"], name="accountevent_address"),
            models.Index(fields=["at"], name="accountevent_at"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_kind_display().lower()}"
