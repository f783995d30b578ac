from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.checks import max_length, one_of


class BatchState(models.TextChoices):
    """Where an import stands. The browser's go from `uploading` to `ready`, where a person looks
    and decides; the command line's start at `applying`. While many files are mended at once, it is
    `mending`, and then what it was before."""

    UPLOADING = "uploading"
    READING = "reading"
    READY = "ready"
    APPLYING = "applying"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"
    REDOING = "redoing"
    MENDING = "mending"


# A worker is busy with it, or soon will be.
AT_WORK = (
    BatchState.READING,
    BatchState.APPLYING,
    BatchState.UNDOING,
    BatchState.REDOING,
    BatchState.MENDING,
)
# It is over, perhaps half-way: it can be undone.
ENDED = (BatchState.DONE, BatchState.CANCELLED, BatchState.FAILED)
# Its broken files can be mended, and its clashes decided on.
OPEN = (BatchState.READY, BatchState.DONE)
# What came with it is undone, or just about to be; a redo brings it back article by article.
BEING_UNDONE = (BatchState.UNDOING, BatchState.UNDONE, BatchState.REDOING)


class ImportBatch(models.Model):
    """One import of one or more sources, by one person or by the command line.

    `digest` is of all paths and digests in it, so that the same content is recognised. `where` is
    what was uploaded, the server's folder that is read, or the command that imports. `done` of
    `total` files have been dealt with in the phase that `state` names; `stop` asks the worker to
    end after the chunk at hand. `mend` is what is being done to broken files, or was done last, and
    `mend_by` who asked for it.

    `counts` has a number for each class of files and for those left out (`skipped`); `unlisted` of
    them have no item, and `seconds` is how long the machine was at it.
    """

    source = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    hold = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.APPLYING)
    where = models.CharField(max_length=1000, blank=True)
    digest = models.CharField(max_length=32, blank=True)
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    stop = models.BooleanField(default=False)
    problem = models.CharField(max_length=500, blank=True)
    counts = models.JSONField(default=dict)
    mend = models.CharField(max_length=10, blank=True)
    mend_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    started_at = models.DateTimeField()
    phase_at = models.DateTimeField(null=True, blank=True)  # when the phase began: for the rate
    finished_at = models.DateTimeField(null=True, blank=True)
    undo_group = models.UUIDField(null=True, blank=True)  # the history's act that undid it

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "import batches"
        constraints = [
            one_of("importbatch", "state", BatchState.values),
            *max_length("importbatch", source=500, where=1000, digest=32, problem=500, mend=10),
        ]
        indexes = [
            # "Nothing new: same as batch N".
            models.Index(fields=["digest"], name="importbatch_digest"),
            # The sweeper: batches that a worker should be busy with.
            models.Index(
                fields=["id"],
                condition=Q(state__in=list(AT_WORK)),
                name="importbatch_at_work",
            ),
        ]

    def __str__(self) -> str:
        return f"batch {self.pk}: {self.source}"

    @property
    def is_preview(self) -> bool:
        """Return whether it was read and waits for a person, also while its files are mended."""
        mending = self.state == BatchState.MENDING and self.finished_at is None
        return mending or self.state == BatchState.READY
