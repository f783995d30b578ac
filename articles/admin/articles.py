"""Articles: found, filtered, decided in bulk, edited by the same actions as on the desk."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from articles import search, weburls, wording
from articles.actions.errors import Refused
from articles.admin.article_form import ArticleForm
from articles.admin.base import NOTHING, Managed, WithEvents, link, picture_of, status
from articles.admin.forms import ActsOnSave
from articles.bulk import actions as bulk
from articles.bulk.seen import Seen
from articles.http import Request
from articles.models import Article, ArticleTopic, BulkAct, Review, Topic
from articles.models.article import ArticleQuerySet
from articles.paging import where
from articles.query import conditions
from articles.seeds.limits import MAX_SCORE

STATUS = (
    ("status", "decision_of", "story"),
    ("first_published_at", "imported_at", "of_batch"),
)
SEED_OWNS = (
    ("published_at", "provider", "provider_name"),
    ("category", "type", "heat"),
    *("path", "slug", "original_url", "web_url", "amp_url", "cdn_amp_url", "canonical_url"),
    *("featured_content", "extra"),
)


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state__exact"  # as the column itself would be asked for

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state, capfirst(word)) for state, word in wording.STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return where(queryset, Q(state=value)) if value else queryset


class ReviewFilter(admin.SimpleListFilter):
    title = "review"
    parameter_name = "review__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(review.value), str(review.label)) for review in Review]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == Review.UNREVIEWED:
            return queryset.filter(review=value)  # as most are
        return where(queryset, Q(review=value)) if value else queryset


# How far from the threshold.
BELOW, FROM = (-MAX_SCORE, -1), (0, MAX_SCORE)


class ScoreFilter(admin.SimpleListFilter):
    title = "score"
    parameter_name = "score"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            *(("unscored", "Unscored"), ("low", "Below the threshold")),
            ("high", "From the threshold on"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == "unscored":
            return where(queryset, Q(quality=None))
        # Open to one side: SQLite would rather sort all that are between two scores than walk.
        if value == "low":
            _, most = conditions.reach(*BELOW)
            return queryset.filter(conditions.measured(*BELOW), score__lte=most)
        if value == "high":
            least, _ = conditions.reach(*FROM)
            return queryset.filter(conditions.measured(*FROM), score__gte=least)
        return queryset


class RootTopicFilter(admin.SimpleListFilter):
    """An article is filed under every topic above its own, so one index range answers this."""

    title = "topic"
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(topic.slug, topic.name) for topic in Topic.objects.roots()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        slug = self.value()
        filed = ArticleTopic.objects.filter(topic__slug=slug)
        return queryset.filter(conditions.among(filed)) if slug else queryset


@admin.register(Article)
class ArticleAdmin(WithEvents, ActsOnSave, Managed):
    form = ArticleForm
    list_display = (
        "thumb",
        "headline",
        "provider",
        "published_at",
        "points",
        "status",
        "editor",
    )
    list_display_links = ("headline",)
    list_filter = (ReviewFilter, StateFilter, ScoreFilter, RootTopicFilter)
    sortable_by = ("published_at", "points")  # the orders that have an index
    search_fields = ("title",)
    search_help_text = "Words of the title or excerpt, or the article's whole address."
    readonly_fields = ("lead_picture", *flatten([*STATUS, *SEED_OWNS]))
    actions = ("publish_chosen", "unpublish_chosen")
    fieldsets = (
        (None, {"fields": ("headline", "summary", "listed", "lead_picture", "seen")}),
        ("Decision", {"fields": (("points", "decision"), *STATUS)}),
        ("Related coverage", {"fields": ("unlink", "link_url", "link_title")}),
        ("From the seed", {"fields": SEED_OWNS, "classes": ("collapse",)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # articles come with seeds

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return Article.objects.with_cards().select_related("folded_into", "decided_by", "batch")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        try:
            address = weburls.canonical(search_term)
        except ValueError:
            return search.matching(cast(ArticleQuerySet, queryset), search_term), False
        return queryset.filter(canonical_url=address), False

    @admin.display(description="picture")
    def thumb(self, article: Article) -> SafeString:
        return picture_of(article, "thumb")

    @admin.display(description="picture")
    def lead_picture(self, article: Article) -> SafeString:
        return picture_of(article, "story")

    @admin.display(description="status")
    def status(self, article: Article) -> SafeString:
        return status(article)

    @admin.display(description="decided")
    def decision_of(self, article: Article) -> str:
        if article.decided_at is None:
            return "by nobody yet"
        who = wording.name_of(article.decided_by) or "somebody"
        when = date_format(article.decided_at, "DATETIME_FORMAT")
        return f"{when}, by {who}: {wording.stands_by(article, article.state_by)}"

    @admin.display(description="decided by")
    def editor(self, article: Article) -> str:
        return wording.name_of(article.decided_by)

    @admin.display(description="part of")
    def story(self, article: Article) -> SafeString | str:
        return link(article.folded_into)

    @admin.display(description="batch")
    def of_batch(self, article: Article) -> SafeString | str:
        return link(article.batch)

    @admin.display(description="score", ordering="-score")
    def points(self, article: Article) -> str:  # the column `score` has -1 for unscored
        return NOTHING if article.quality is None else str(article.quality)

    @admin.action(description="Publish")
    def publish_chosen(self, request: Request, queryset: ArticleQuerySet) -> None:
        self._begin(request, BulkAct.PUBLISH, queryset)

    @admin.action(description="Hold")
    def unpublish_chosen(self, request: Request, queryset: ArticleQuerySet) -> None:
        self._begin(request, BulkAct.UNPUBLISH, queryset)

    def _begin(self, request: Request, what: BulkAct, chosen: ArticleQuerySet) -> None:
        try:
            job = bulk.begin(by=request.user, what=what, articles=Seen(chosen, timezone.now()))
        except Refused as problem:
            self.message_user(request, str(problem), messages.ERROR)
            return
        page = reverse("desk:bulk-detail", args=[job.pk])
        text = '{} goes on in the background. <a href="{}">See how far it is</a>.'
        self.message_user(request, format_html(text, job, page), messages.SUCCESS)
