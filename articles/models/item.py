from __future__ import annotations

from django.db import models
from django.db.models import Q

from articles import text
from articles.models.article import Article
from articles.models.batch import ImportBatch
from articles.models.checks import choices_of, max_length, one_of
from articles.seeds.kinds import AddressChoice, FileKind, FileResult


class ImportItem(models.Model):
    """One file of a batch and what it means here; files that are as they were are only counted.

    `data` holds the file between preview and import, and for as long as it is broken or clashes; a
    picture waits in the picture store under its digest. `root` is the prefix of the file's
    checkout, `title` and `state` are what an article's file says, `follows` is the path of the file
    before it in the batch that tells the same story, `duplicate_of` that of the story that a new
    one seems to be, here or in the same batch, `same_address_as` that of the story which has its
    address under another title, and `address_choice` what somebody decided on that; `left_as_is`
    why the last undo or redo left something of it as it was.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="items", db_index=False)
    path = models.CharField(max_length=500)
    root = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=10, choices=choices_of(FileKind))
    result = models.CharField(max_length=10, choices=choices_of(FileResult))
    line = models.PositiveIntegerField(null=True, blank=True)
    column = models.PositiveIntegerField(null=True, blank=True)
    message = models.TextField(blank=True)
    digest = models.CharField(max_length=32, blank=True)
    data = models.BinaryField(default=bytes, blank=True)
    skip = models.BooleanField(default=False)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="import_items"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=11, blank=True)
    follows = models.CharField(max_length=500, blank=True)
    duplicate_of = models.CharField(max_length=500, blank=True)
    same_address_as = models.CharField(max_length=500, blank=True)
    address_choice = models.CharField(
        max_length=6, choices=choices_of(AddressChoice), blank=True, default=""
    )
    left_as_is = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("importitem", "kind", [*FileKind]),
            one_of("importitem", "result", [*FileResult]),
            one_of("importitem", "address_choice", ["", *AddressChoice]),
            *max_length(
                "importitem", path=500, root=500, digest=32, duplicate_of=500, same_address_as=500
            ),
            *max_length("importitem", title=500, state=11, follows=500),
        ]
        indexes = [
            # A class of the preview, page by page.
            models.Index(fields=["batch", "result", "id"], name="importitem_of_class"),
            # How many go public, are held, or were left out.
            models.Index(
                fields=["batch", "kind", "result", "state", "skip"], name="importitem_outlook"
            ),
            # What is still to be imported.
            models.Index(
                fields=["batch", "id"],
                condition=Q(applied_at=None),
                name="importitem_waiting",
            ),
            # Those that seem to be duplicates, page by page.
            models.Index(
                fields=["batch", "id"],
                condition=~Q(duplicate_of=""),
                name="importitem_duplicate",
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def headline(self) -> str:
        return text.display_text(self.title)
