from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from articles import text
from articles.models.article import Article
from articles.models.article_topic import FOLDED
from articles.models.checks import filled, max_length, one_of
from articles.models.lookups import Soon
from articles.models.states import Review


class Origin(models.TextChoices):
    SEED = "seed"
    EDITOR = "editor"
    SUGGESTION = "suggestion"  # and an editor accepted it


class RelatedLinkQuerySet(models.QuerySet["RelatedLink"]):
    def for_readers(self) -> RelatedLinkQuerySet:
        """Return links in order, without those to stories that a reader may not see yet or at all.

        A folded article is coverage of its lead, so it shows here even where its seed does not
        publish it on its own; a rejected one shows nowhere.
        """
        folded = Q(target__weight=FOLDED) & ~Q(target__review=Review.REJECTED)
        # What is merged is the same story as another, and that one shows.
        come = Q(target__published_at__lte=Soon(), target__merged_into=None)
        elsewhere = Q(target=None) & (Q(published_at=None) | Q(published_at__lte=Soon()))
        return (
            self.filter(elsewhere | (come & (Q(target__public=True) | folded)))
            .select_related("target__provider__logo")
            .order_by("position", "pk")
        )


class RelatedLink(models.Model):
    """More coverage of a story: another article here (`target`), or a snapshot of one elsewhere.

    The snapshot is kept even where there is a target. A link finds its target by canonical URL,
    now or when that article arrives later.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="links", db_index=False)
    target = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="linked_from",
        db_index=False,
    )
    position = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.SEED)
    canonical_url = models.CharField(max_length=2000)
    url = models.CharField(max_length=2000)
    title = models.CharField(max_length=500)
    excerpt = models.TextField(blank=True)
    type = models.CharField(max_length=50, default="article")
    provider_name = models.CharField(max_length=200, blank=True)
    provider_domain = models.CharField(max_length=253, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    quality = models.IntegerField(null=True, blank=True)

    objects = RelatedLinkQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "canonical_url"], name="relatedlink_once"),
            models.CheckConstraint(
                condition=Q(target=None) | ~Q(target=F("article")), name="relatedlink_not_to_itself"
            ),
            one_of("relatedlink", "origin", Origin.values),
            *max_length(
                "relatedlink",
                canonical_url=2000,
                url=2000,
                title=500,
                type=50,
                provider_name=200,
                provider_domain=253,
            ),
        ]
        indexes = [
            # An article arrives: which links were waiting for it?
            models.Index(fields=["canonical_url"], name="relatedlink_canonical_url"),
            # The stories that list an article.
            filled("relatedlink", "target"),
            # The admin site's list of what editors linked.
            models.Index(
                fields=["id"], condition=Q(origin=Origin.EDITOR), name="relatedlink_by_editors"
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def headline(self) -> str:
        return text.display_text(self.title)
