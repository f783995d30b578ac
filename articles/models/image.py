from django.db import models

from articles.models.checks import max_length, one_of


class ImageState(models.TextChoices):
    REMOTE = "remote", "only an address so far"
    PENDING = "pending", "file is here, renditions are being made"
    READY = "ready", "renditions are here"
    BROKEN = "broken", "file could not be read as a picture"


class Image(models.Model):
    """A picture by its address; `digest` names the file that came for it, if one did."""

    url = models.CharField(max_length=2000, unique=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    title = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=ImageState.choices, default=ImageState.REMOTE)
    digest = models.CharField(max_length=32, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("image", "state", ImageState.values),
            models.CheckConstraint(
                condition=models.Q(state=ImageState.REMOTE) | ~models.Q(digest=""),
                name="image_file_has_digest",
            ),
            *max_length("image", url=2000, title=500, digest=32, problem=300),
        ]
        indexes = [
            # Serving a rendition: which pictures does this file belong to?
            models.Index(fields=["digest"], name="image_digest"),
            # The worker's sweep: files still without renditions. The admin site's list of a state.
            models.Index(fields=["state", "id"], name="image_of_state"),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def ready(self) -> bool:
        return self.state == ImageState.READY

    @property
    def ready_digest(self) -> str:
        """Return the name of its renditions, "" while there are none."""
        return self.digest if self.ready else ""


class ArticleImage(models.Model):
    article = models.ForeignKey(
        "Article", models.CASCADE, related_name="article_images", db_index=False
    )
    image = models.ForeignKey(Image, models.PROTECT, related_name="article_images")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "image"], name="articleimage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.image_id} of {self.article_id}"
