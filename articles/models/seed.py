from __future__ import annotations

from django.db import models

from articles.models.batch import ImportBatch
from articles.models.checks import choices_of, filled, max_length, one_of
from articles.models.provider import Provider
from articles.models.topic import Topic
from articles.seeds.kinds import FileKind

KINDS = [kind for kind in FileKind if kind is not FileKind.IGNORED]


class SeedFile(models.Model):
    """A file as it last came from upstream: the base of the next three-way merge.

    `digest` is BLAKE2b with 16 bytes, in hex. `text` is the whole file (empty for pictures) with
    its byte order mark and line ends, so that `text.encode()` gives the file back byte for byte.
    Several paths may hold the same story: `Article.path` names the one that came last. A file whose
    story came back under another path in a later batch is taken as renamed, so no longer `current`;
    nor is one whose path holds another story by now: it is kept under its `former_path`.
    """

    path = models.CharField(max_length=500, unique=True)
    kind = models.CharField(max_length=10, choices=choices_of(KINDS))
    digest = models.CharField(max_length=32)
    text = models.TextField(blank=True)
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, blank=True, related_name="seed_files"
    )
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, db_index=False)
    provider = models.ForeignKey(Provider, models.CASCADE, null=True, blank=True, db_index=False)
    current = models.BooleanField(default=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="seed_files")

    class Meta:
        constraints = [
            one_of("seedfile", "kind", KINDS),
            *max_length("seedfile", path=500, digest=32),
        ]
        indexes = [
            # An import: which of these files are as they were? Texts are large, this is not.
            models.Index(fields=["path", "digest"], name="seedfile_digest"),
            # The file that describes a topic or a provider.
            filled("seedfile", "topic"),
            filled("seedfile", "provider"),
            # The admin site's list of a kind: most are articles.
            models.Index(fields=["kind", "id"], name="seedfile_of_kind"),
        ]

    def __str__(self) -> str:
        return self.path
