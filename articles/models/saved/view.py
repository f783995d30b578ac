from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Lower

from articles.models.checks import max_length

MAX_NAME = 80
MAX_QUERY = 6000


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def of_feed(self, token: str) -> SavedView | None:
        return self.select_related("owner").filter(feed_digest=digest_of(token)).first()

    def seen_by(self, user: User) -> SavedViewQuerySet:
        """Return the user's own in their order, then what others share, each owner's together."""
        others = Case(When(owner=user, then=Value(0)), default=Value(1))
        seen = self.filter(Q(owner=user) | Q(shared=True)).select_related("owner")
        return seen.order_by(others, "owner__username", "position", "pk")


class SavedView(models.Model):
    """What the queue was asked for, under a name. `query` is what stands in the queue's address, as
    `queue.saved.cleaned` writes it. `count` is how many articles it held at `counted_at`, as people
    read it; `problem` says what of it was not understood then. Of the token that opens its feed,
    only the SHA-256 is kept."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", db_index=False
    )
    name = models.CharField(max_length=MAX_NAME)
    query = models.CharField(max_length=MAX_QUERY)
    shared = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    count = models.CharField(max_length=10, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    feed_digest = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  (unique)
    feed_made_at = models.DateTimeField(null=True, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            # It also finds the views of an owner.
            models.UniqueConstraint("owner", Lower("name"), name="savedview_name_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="savedview_name_not_empty"),
            # It also finds the view of a feed.
            models.UniqueConstraint(fields=["feed_digest"], name="savedview_feed_unique"),
            *max_length(
                "savedview", feed_digest=64, name=MAX_NAME, query=MAX_QUERY, count=10, problem=300
            ),
        ]
        indexes = [
            # What others share, beside the queue.
            models.Index(fields=["owner"], condition=Q(shared=True), name="savedview_shared"),
            # Whose count is due.
            models.Index(fields=["counted_at"], name="savedview_counted_at"),
        ]

    def __str__(self) -> str:
        return self.name
