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
    picture waits in the picture store under its digest. `position` tells the order in which the
    batch's files came: of one story, the last has the last word. `root` is the prefix of the file's
    checkout, `title` and `state` are what an article's file says (`ahead` where it waits for its
    time; of an article that is here, `comes` or `leaves` where readers get to see it or see it no
    more), `follows` is the path of the file before it in the batch that tells the same story,
    `duplicate_of` that of the story that a new one seems to be, here or in the same batch,
    `same_address_as` that of the story which has its address under another title, or its own
    where that held another story before, and `address_choice` what somebody decided on that.

    By `address_mark` and `title_mark` a preview finds files of one story; `new_topics` are topics
    that are not here yet, a name a line; `mend` is the one that makes a broken file readable.
    `skip` files could have been imported and are not: somebody left them out, or the import ended
    before. `left_as_is` says why the last undo or redo left something of it as it was.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="items", db_index=False)
    position = models.PositiveIntegerField(default=0)
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
    address_mark = models.CharField(max_length=32, blank=True)
    title_mark = models.CharField(max_length=32, blank=True)
    new_topics = models.CharField(max_length=500, blank=True)
    mend = models.CharField(max_length=10, blank=True)
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
            *max_length("importitem", title=500, state=11, follows=500, new_topics=500),
            *max_length("importitem", address_mark=32, title_mark=32, mend=10),
        ]
        indexes = [
            # A class of the preview, page by page; what else tells classes apart stands behind.
            models.Index(
                fields=["batch", "result", "id", "kind", "state", "skip"],
                name="importitem_of_class",
            ),
            # How many are of each class, go public, are held, or are left out.
            models.Index(
                fields=["batch", "kind", "result", "state", "skip"], name="importitem_outlook"
            ),
            # What is still to be imported, in the order in which it came.
            models.Index(
                fields=["batch", "kind", "position", "id"],
                condition=Q(applied_at=None),
                name="importitem_waiting",
            ),
            # Those that seem to be duplicates, page by page, and how many.
            models.Index(
                fields=["batch", "skip", "id"],
                condition=~Q(duplicate_of=""),
                name="importitem_duplicate",
            ),
            # Those with notes, page by page, and how many.
            models.Index(
                fields=["batch", "skip", "id", "result"],
                condition=~Q(message=""),
                name="importitem_noted",
            ),
            # Those left out, page by page, and how many.
            models.Index(fields=["batch", "id"], condition=Q(skip=True), name="importitem_skipped"),
            # Files of one story in a preview: by path, address or title.
            models.Index(
                fields=["batch", "path"], condition=Q(applied_at=None), name="importitem_path"
            ),
            models.Index(
                fields=["batch", "address_mark"],
                condition=~Q(address_mark=""),
                name="importitem_address_mark",
            ),
            models.Index(
                fields=["batch", "title_mark"],
                condition=~Q(title_mark=""),
                name="importitem_title_mark",
            ),
            # Which topics an import makes.
            models.Index(
                fields=["batch", "result", "skip", "new_topics"],
                condition=~Q(new_topics=""),
                name="importitem_new_topics",
            ),
            # Broken files that the same mend makes readable.
            models.Index(
                fields=["batch", "mend", "id"], condition=~Q(mend=""), name="importitem_mend"
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def holds_another(self) -> bool:
        """Return whether its path was that of another story."""
        return self.same_address_as == self.path

    @property
    def content(self) -> str:
        """Return the text of the file, whatever its bytes are."""
        return bytes(self.data).decode("utf-8-sig", "replace")

    @property
    def headline(self) -> str:
        return text.display_text(self.title)
