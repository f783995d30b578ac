"""Articles: found, filtered, decided in bulk, edited by the same actions as on the desk."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from articles import search, weburls, wording
from articles.actions import articles as actions
from articles.actions import bulk
from articles.actions.change import name_of
from articles.admin.article_form import ArticleForm
from articles.admin.base import NOTHING, Managed, WithEvents, link, picture_of, status
from articles.admin.forms import ActsOnSave
from articles.http import Request
from articles.models import Article, Topic
from articles.models.article import ArticleQuerySet

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
        return queryset.filter(state=self.value()) if self.value() else queryset


class ScoreFilter(admin.SimpleListFilter):
    title = "score"
    parameter_name = "score"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        bar = settings.QUALITY_THRESHOLD
        return [("unscored", "Unscored"), ("low", f"Below {bar}"), ("high", f"{bar} and more")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        bar = settings.QUALITY_THRESHOLD
        ranges = {"unscored": (-1, -1), "low": (0, bar - 1), "high": (bar, actions.MAX_SCORE)}
        chosen = ranges.get(self.value() or "")
        return queryset.filter(score__range=chosen) if chosen else queryset


class RootTopicFilter(admin.SimpleListFilter):
    """An article is filed under every topic above its own, so one index range answers this."""

    title = "topic"
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(topic.slug, topic.name) for topic in Topic.objects.roots()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        slug = self.value()
        return queryset.filter(article_topics__topic__slug=slug) if slug else queryset


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
    list_filter = ("review", StateFilter, ScoreFilter, RootTopicFilter)
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
        who = name_of(article.decided_by) or "somebody"
        when = date_format(article.decided_at, "DATETIME_FORMAT")
        return f"{when}, by {who}: {wording.STATE_BY[article.state_by]}"

    @admin.display(description="decided by")
    def editor(self, article: Article) -> str:
        return name_of(article.decided_by)

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
    def publish_chosen(self, request: Request, queryset: QuerySet[Article]) -> None:
        self._say_how_many(
            request, "Published", bulk.publish_all(articles=queryset, by=request.user).count
        )

    @admin.action(description="Hold")
    def unpublish_chosen(self, request: Request, queryset: QuerySet[Article]) -> None:
        self._say_how_many(
            request, "Held", bulk.unpublish_all(articles=queryset, by=request.user).count
        )

    def _say_how_many(self, request: Request, verb: str, number: int) -> None:
        noun = "article" if number == 1 else "articles"
        self.message_user(request, f"{verb} {number:,} {noun}.", messages.SUCCESS)
