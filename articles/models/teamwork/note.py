from __future__ import annotations

from django.conf import settings
from django.db import models

from articles.models.article import Article
from articles.models.checks import filled, max_length


class Note(models.Model):
    """What an editor tells the others about an article. It is no change of the article: versions
    and history know nothing of it. `act` is the request that wrote it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="notes", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="notes",
        db_index=False,
    )
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    text = models.TextField()
    act = models.UUIDField(unique=True)

    class Meta:
        ordering = ["pk"]
        constraints = [*max_length("note", by_name=150, text=1000)]
        indexes = [
            # The notes of an article, and how many it has.
            models.Index(fields=["article", "id"], name="note_of_article"),
            filled("note", "by"),  # what a person wrote, when they are deleted
        ]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.text[:60]}"


class Mention(models.Model):
    """A person whom a note asks to look, until they say that they have."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="mentions", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions", db_index=False
    )
    done = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["note", "person"], name="mention_once"),
        ]
        indexes = [
            # All of a person's, when they are deleted; those that wait for them, newest first.
            models.Index(fields=["person", "done", "-id"], name="mention_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.note_id}"
