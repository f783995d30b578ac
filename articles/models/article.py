from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property

from articles import text, times
from articles.models.article_topic import FOLDED, ArticleTopic
from articles.models.batch import ImportBatch
from articles.models.checks import filled, index_where, max_length, one_of, ranked, within
from articles.models.image import ArticleImage, Image
from articles.models.judgement.storied import Storied, storied_indexes
from articles.models.lookups import Soon
from articles.models.provider import Provider
from articles.models.rules.rule import Ruled, ruled_constraints, ruled_index
from articles.models.seed import SeedFile
from articles.models.states import Place, Review, State, StateBy
from articles.models.teamwork.planned import Planned, planned_indexes
from articles.models.topic import Measured, Topic, measured_constraints, measured_indexes

# `db_index=False` on a foreign key: an index or constraint below starts with the same column, or is
# `filled`: where most rows have no such key, an index of all would be one of nothing.


class ArticleQuerySet(models.QuerySet["Article"]):
    def public(self) -> ArticleQuerySet:
        """Return what readers may see: no state hides it, and its time has come."""
        # = True becomes a bare column: no index on SQLite. It would rather walk a range of
        # `published_at`, which <= would be, than the index of the front page.
        return self.filter(public__in=[True]).exclude(published_at__gt=Soon())

    def listed(self) -> ArticleQuerySet:
        """Return what is public and a story of its own, not folded into another."""
        return self.public().filter(weight__gt=FOLDED)

    def with_cards(self) -> ArticleQuerySet:
        """Fetch all that a list shows of an article, in a constant number of queries."""
        return self.select_related("provider__logo").prefetch_related(
            models.Prefetch("article_images", ArticleImage.objects.select_related("image")),
            models.Prefetch(
                "article_topics",
                ArticleTopic.objects.filter(position__isnull=False).select_related("topic"),
            ),
        )


class Article(Measured, Planned, Ruled, Storied):
    """A story as the site shows it: the seed's word, merged with what editors decided.

    Texts and URLs are stored verbatim as the seed has them; `headline` and `summary` are what
    people read. `public`, `weight`, `score`, `decided` and `place` are computed by the database
    itself, so that they can never disagree with the columns they come from. `public` is what state
    and review say; a story dated ahead waits until then all the same, which `is_public` knows.

    `changed_at` is when an import changed what readers see, after a person had decided; a decision
    empties it.
    """

    path = models.CharField(max_length=500, unique=True)
    slug = models.CharField(max_length=255, unique=True)
    canonical_url = models.CharField(max_length=2000)
    original_url = models.CharField(max_length=2000, blank=True)
    web_url = models.CharField(max_length=2000, blank=True)
    amp_url = models.CharField(max_length=2000, blank=True)
    cdn_amp_url = models.CharField(max_length=2000, blank=True)
    category = models.CharField(max_length=50, default="news")
    type = models.CharField(max_length=50, default="article")
    title = models.CharField(max_length=500)
    excerpt = models.TextField(blank=True)
    featured_content = models.TextField(blank=True)
    published_at = models.DateTimeField()
    day = models.DateField()  # the UTC date of published_at: lists group and page by it
    quality = models.IntegerField(null=True, blank=True)
    heat = models.IntegerField(null=True, blank=True)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="articles", db_index=False)
    provider_name = models.CharField(max_length=200, blank=True)
    topics = models.ManyToManyField(Topic, through="ArticleTopic", related_name="articles")
    images = models.ManyToManyField(Image, through="ArticleImage", related_name="articles")
    extra = models.JSONField(default=dict, blank=True)

    state = models.CharField(max_length=11, choices=State.choices, default=State.UNSET)
    state_by = models.CharField(max_length=6, choices=StateBy.choices, default=StateBy.SEED)
    review = models.CharField(max_length=10, choices=Review.choices, default=Review.UNREVIEWED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        db_index=False,
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    first_published_at = models.DateTimeField(null=True, blank=True)
    imported_at = models.DateTimeField()
    # What `search` looks through: the words of title, excerpt and provider as people read them.
    search_words = models.TextField(blank=True, default="", editable=False)
    # When title, excerpt or address came to read as they do; what feeds call updated.
    updated_at = models.DateTimeField(default=timezone.now)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="articles")
    version = models.PositiveIntegerField(default=1)

    public = models.GeneratedField(
        expression=Case(
            When(Q(state=State.UNPUBLISHED) | Q(review=Review.REJECTED), then=Value(False)),
            default=Value(True),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    weight = models.GeneratedField(
        expression=Case(
            When(folded_into__isnull=False, then=Value(FOLDED)),
            default=Coalesce(F("heat"), F("quality"), Value(0)),
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    score = models.GeneratedField(
        expression=Coalesce(F("quality"), Value(-1)),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    # Whether a person has, or a rule has rejected it: only people fold an article into another,
    # seeds say so by their heat.
    decided = models.GeneratedField(
        expression=Case(
            When(review=Review.UNREVIEWED, folded_into__isnull=True, then=Value(False)),
            default=Value(True),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    place = models.GeneratedField(
        expression=Case(
            When(review=Review.REJECTED, then=Value(Place.REJECTED)),
            When(Q(folded_into__isnull=False) | Q(heat=FOLDED), then=Value(Place.FOLDED)),
            When(state=State.UNPUBLISHED, then=Value(Place.HELD)),
            default=Value(Place.PUBLISHED),
        ),
        output_field=models.CharField(max_length=9),
        db_persist=True,
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        permissions = [
            ("review_article", "May review: score, publish, reject, edit, link"),
            ("import_seeds", "May import batches of seeds"),
            ("manage_site", "May manage topics, providers and people"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="article_title_not_empty"),
            models.CheckConstraint(
                condition=Q(folded_into=None) | ~Q(folded_into=F("pk")),
                name="article_not_folded_into_itself",
            ),
            one_of("article", "state", State.values),
            one_of("article", "state_by", StateBy.values),
            one_of("article", "review", Review.values),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=False)
                | Q(state_by__in=[StateBy.SEED, StateBy.IMPORT, StateBy.DESK]),
                name="article_state_by_whom_and_when",
            ),
            *measured_constraints(),
            *ruled_constraints(),
            within("article", "quality", 0, 10_000),
            within("article", "heat", -1, 10_000),
            *max_length(
                "article",
                path=500,
                slug=255,
                canonical_url=2000,
                original_url=2000,
                web_url=2000,
                amp_url=2000,
                cdn_amp_url=2000,
                category=50,
                type=50,
                title=500,
                provider_name=200,
            ),
        ]
        indexes = [
            # The same story under another path; a related link looking for its article.
            models.Index(fields=["canonical_url"], name="article_canonical_url"),
            # The front page: public, newest day first, strongest first within a day.
            models.Index(fields=["public", "-day", "-weight", "-id"], name="article_front_page"),
            # The desk's orderings. Scores and thresholds go along: a walk past those of another
            # band does not read their rows.
            models.Index(fields=["-published_at", "-id"], name="article_by_date"),
            models.Index(fields=["-score", "-id", "threshold"], name="article_by_quality"),
            models.Index(fields=["-weight", "-id", "score", "threshold"], name="article_by_heat"),
            models.Index(fields=["-imported_at", "-id"], name="article_by_import"),
            # The desk's queues: what came in the last days and what did not; what changed since.
            models.Index(fields=["decided", "place", "imported_at"], name="article_queue"),
            filled("article", "changed_at"),
            # The desk's provider filter.
            models.Index(fields=["provider", "-published_at", "-id"], name="article_of_provider"),
            *storied_indexes(),
            # What people decided in an hour, on a day, lately.
            filled("article", "decided_at"),
            # What one person did; all that they decided, when they are deleted.
            models.Index(
                fields=["decided_by", "decided_at"],
                condition=Q(decided_by__isnull=False),
                name="article_decided_by",
            ),
            *ranked("unscored", Q(quality=None)),
            *ranked("held", Q(state=State.UNPUBLISHED)),
            *ranked("unset", Q(state=State.UNSET)),
            *ranked("folded", Q(place=Place.FOLDED)),
            # The desk's stories, by their newest member.
            index_where("article_folded_by_date", Q(place=Place.FOLDED), "-published_at", "-id"),
            *ranked("reviewed", Q(review=Review.REVIEWED)),
            *ranked("rejected", Q(review=Review.REJECTED)),
            # Whether few published ones have such a score.
            index_where("article_published_by_quality", Q(state=State.PUBLISHED), "-score", "-id"),
            # The desk's filter by type: few are videos.
            index_where("article_video", Q(type="video"), "-published_at", "-id"),
            *measured_indexes(),
            *planned_indexes(),
            ruled_index(),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def headline(self) -> str:
        return text.display_text(self.title)

    @property
    def summary(self) -> str:
        return text.summary(self.excerpt, self.headline)

    @property
    def url(self) -> str:
        return (self.web_url or self.original_url).strip()

    @property
    def source_name(self) -> str:
        """Return the name that this story gives its provider; one domain can carry several.

        Names that only mean the provider itself, such as one from before a renaming, are aliases.
        """
        name = self.provider_name
        return self.provider.name if not name or name in self.provider.aliases else name

    @cached_property
    def seed(self) -> SeedFile | None:
        return self.seed_files.filter(path=self.path).first()

    @property
    def is_pinned(self) -> bool:
        return self.state_by == StateBy.PERSON

    @property
    def is_public(self) -> bool:
        # As `public()` asks of rows.
        return bool(self.public) and not self.is_ahead

    @property
    def is_ahead(self) -> bool:
        return times.is_ahead(self.published_at)

    @property
    def is_folded(self) -> bool:
        return self.folded_into_id is not None or self.heat == FOLDED

    @property
    def lead(self) -> Article | None:
        """Return the story that this one is part of: an editor's choice, else one that lists it."""
        if self.folded_into_id:
            return self.folded_into
        links = self.linked_from.select_related("article") if self.is_folded and self.pk else ()
        return min((one.article for one in links), key=lambda one: one.is_folded, default=None)

    @property
    def listed_topics(self) -> list[Topic]:
        rows = sorted(
            (row for row in self.article_topics.all() if row.position is not None),
            key=lambda row: row.position or 0,
        )
        return [row.topic for row in rows]

    @property
    def lead_image(self) -> Image | None:
        rows = self.article_images.all()
        return rows[0].image if rows else None
