from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.checks import max_length, one_of


class BulkAct(models.TextChoices):
    """What is done to each of many articles; the values are those of the history's actions."""

    PUBLISH = "publish", "Publish"
    UNPUBLISH = "unpublish", "Hold"
    AGREE = "agree", "Agree"
    REJECT = "reject", "Reject"
    SCORE = "score", "Score"
    ADD_TOPIC = "add-topic", "Add topic"
    REMOVE_TOPIC = "remove-topic", "Remove topic"
    FEATURE = "feature", "Put on top"
    RULE = "rule", "Apply a rule"
    UNDO = "undo", "Undo"


class BulkState(models.TextChoices):
    """`proposed` waits for a person who looks at its effect; a worker is at what is `running`."""

    PROPOSED = "proposed"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class BulkResult(models.TextChoices):
    WAITING = "waiting", "not reached"
    DONE = "done", "done"
    ALREADY = "already", "already so"
    CHANGED = "changed", "changed since"
    REFUSED = "refused", "not possible"
    GONE = "gone", "gone"


LEFT_ALONE = (BulkResult.CHANGED, BulkResult.REFUSED, BulkResult.GONE)


class BulkJob(models.Model):
    """One act on many articles, done in the background.

    Its items are the articles as somebody saw them at `seen_at`: those that were picked, or all
    that `query` let through, the parameters of a list's address ("" for picked ones). `act` is the
    group of its events, and `undoes` the job that an undo takes back. `done` of `total` items have
    been dealt with; `tries` counts workers that have begun without any progress since.
    """

    act = models.UUIDField(default=uuid.uuid4, unique=True)
    what = models.CharField(max_length=20, choices=BulkAct.choices)
    arguments = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    query = models.TextField(blank=True)
    undoes = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="undone_by"
    )
    seen_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=BulkState.choices, default=BulkState.PROPOSED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            one_of("bulkjob", "what", BulkAct.values),
            one_of("bulkjob", "state", BulkState.values),
            *max_length("bulkjob", what=20, problem=500),
        ]
        indexes = [
            # The sweeper: jobs that a worker should be busy with, and proposals nobody took up.
            models.Index(
                fields=["state", "id"],
                condition=Q(state__in=[BulkState.PROPOSED, BulkState.RUNNING]),
                name="bulkjob_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.total:,} articles"


class BulkItem(models.Model):
    """One article of a job: the `version` that was seen, and what came of it.

    `reason` says why it was left alone, `changed_at` when somebody else changed it. `title` is what
    an article that is gone was called.
    """

    job = models.ForeignKey(BulkJob, models.CASCADE, related_name="items", db_index=False)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="bulk_items"
    )
    title = models.CharField(max_length=500)
    version = models.PositiveIntegerField()
    result = models.CharField(max_length=10, choices=BulkResult.choices, default=BulkResult.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["job", "article"], name="bulkitem_once"),
            one_of("bulkitem", "result", BulkResult.values),
            *max_length("bulkitem", title=500, reason=500),
        ]
        indexes = [
            # What is still to be done, in order; one class of the results, page by page, and how
            # many there are for each reason.
            models.Index(fields=["job", "result", "id", "reason"], name="bulkitem_of_class"),
        ]

    def __str__(self) -> str:
        return self.title
