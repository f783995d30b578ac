"""Articles: found, filtered, decided in bulk, edited by the same actions as on the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import search, weburls
from articles.actions import articles as actions
from articles.actions import bulk
from articles.admin.base import NOTHING, Managed, WithEvents, link, thumbnail
from articles.admin.forms import ActionForm, ActsOnSave
from articles.models import Article, Image, RelatedLink, Topic

DECISIONS = {
    "publish": ("Publish", actions.publish),
    "unpublish": ("Unpublish", actions.unpublish),
    "reject": ("Reject", actions.reject),
    "reopen": ("Reopen for review", actions.reopen),
}
SEED_OWNS = (
    *("path", "slug", "provider", "provider_name", "original_url", "web_url", "amp_url"),
    *("cdn_amp_url", "canonical_url", "category", "type", "published_at", "heat"),
    *("featured_content", "extra"),
)
STATUS = (
    *("picture", "state", "review", "folded_into", "decided_by", "decided_at"),
    *("first_published_at", "imported_at", "batch", "version", "related", "on_the_desk"),
)


class ArticleForm(ActionForm):
    headline = forms.CharField(max_length=actions.MAX_TITLE, widget=forms.Textarea({"rows": 2}))
    summary = forms.CharField(
        max_length=actions.MAX_EXCERPT, required=False, widget=forms.Textarea({"rows": 4})
    )
    points = forms.IntegerField(
        label="Score",
        min_value=0,
        max_value=actions.MAX_QUALITY,
        required=False,
        help_text="Empty is unscored.",
    )
    listed = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label="Topics",
        required=False,
        widget=AutocompleteSelectMultiple(Article._meta.get_field("topics"), admin.site),
        help_text="In their order; those added come last. The desk can change the order.",
    )
    decision = forms.ChoiceField(
        choices=[("", "Leave as it is"), *((key, label) for key, (label, _) in DECISIONS.items())],
        required=False,
    )

    class Meta:
        model = Article
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {
            "headline": self.instance.headline,
            "summary": self.instance.summary,
            "points": self.instance.quality,
            "listed": self._topics(),
        }

    def act(self, cleaned: dict[str, Any]) -> Article:
        row = actions.edit(
            article=self.instance,
            by=self.by,
            version=cleaned["seen"] or 0,
            title=cleaned["headline"],
            excerpt=cleaned["summary"],
            topics=self._in_order(list(cleaned["listed"])),
            images=list(
                Image.objects.filter(article_images__article=self.instance).order_by(
                    "article_images__position"
                )
            ),
        )
        if cleaned["points"] != row.quality:
            row = actions.score(
                article=row, by=self.by, version=row.version, quality=cleaned["points"]
            )
        if cleaned["decision"]:
            _, decide = DECISIONS[cleaned["decision"]]
            row = decide(article=row, by=self.by, version=row.version)
        return row

    def _topics(self) -> list[Topic]:
        rows = self.instance.article_topics.filter(position__isnull=False)
        return [row.topic for row in rows.select_related("topic").order_by("position")]

    def _in_order(self, chosen: list[Topic]) -> list[Topic]:
        """The widget sorts by name: what was listed keeps its place, what is new comes last."""
        before = self._topics()
        kept = [topic for topic in before if topic in chosen]
        return kept + [topic for topic in chosen if topic not in before]


class QualityFilter(admin.SimpleListFilter):
    title = "score"
    parameter_name = "score"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        bar = settings.QUALITY_THRESHOLD
        return [("unscored", "Unscored"), ("low", f"Below {bar}"), ("high", f"{bar} and more")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        bar = settings.QUALITY_THRESHOLD
        ranges = {"unscored": (-1, -1), "low": (0, bar - 1), "high": (bar, actions.MAX_QUALITY)}
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
    list_display = ("picture", "headline", "provider", "published_at", "score", "state", "review")
    list_display_links = ("picture", "headline")
    list_filter = ("review", "state", QualityFilter, RootTopicFilter)
    sortable_by = ("published_at", "score")  # the orders that have an index
    search_fields = ("title",)
    search_help_text = "Words of the title or excerpt, or the article's whole address."
    readonly_fields = (*STATUS, *SEED_OWNS)
    actions = ("publish_chosen", "unpublish_chosen")
    fieldsets = (
        (None, {"fields": ("headline", "summary", "listed", "points", "decision", "seen")}),
        ("Status", {"fields": STATUS}),
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
            return search.matching(queryset, search_term), False
        return queryset.filter(canonical_url=address), False

    @admin.display(description="picture")
    def picture(self, article: Article) -> SafeString | str:
        return thumbnail(article.lead_image)

    @admin.display(description="score", ordering="-score")
    def score(self, article: Article) -> str:
        return NOTHING if article.quality is None else str(article.quality)

    @admin.display(description="related coverage")
    def related(self, article: Article) -> SafeString | str:
        links = RelatedLink.objects.filter(article=article).select_related("target")
        rows = [(link(row, row.headline), row.provider_name, row.origin) for row in links]
        items = format_html_join("", "<li>{} · {} · by the {}</li>", rows)
        return format_html("<ol>{}</ol>", items) if rows else NOTHING

    @admin.display(description="on the desk")
    def on_the_desk(self, article: Article) -> SafeString:
        address = reverse("desk:article-detail", args=[article.pk])
        return format_html('<a href="{}">Links, pictures and stories of this article</a>', address)

    @admin.action(description="Publish")
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._tell(request, "Published", bulk.publish_all(articles=queryset, by=request.user))

    @admin.action(description="Unpublish")
    def unpublish_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._tell(request, "Unpublished", bulk.unpublish_all(articles=queryset, by=request.user))

    def _tell(self, request: HttpRequest, verb: str, number: int) -> None:
        noun = "article" if number == 1 else "articles"
        self.message_user(request, f"{verb} {number:,} {noun}.", messages.SUCCESS)
