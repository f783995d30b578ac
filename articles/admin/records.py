"""What the importer and the actions write, to look at: pictures, links, files, batches, events."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import text
from articles.admin.base import NOTHING, FoundExactly, ReadOnly, link, thumbnail
from articles.history.sentences import sentence
from articles.models import Article, Conflict, Event, Image, ImportBatch, RelatedLink, SeedFile


@admin.register(Image)
class ImageAdmin(FoundExactly, ReadOnly):
    list_display = ("picture", "url", "state", "size", "problem")
    list_display_links = ("url",)
    list_filter = ("state",)
    sortable_by = ()
    ordering = ("-pk",)
    exact = ("url", "digest")
    search_help_text = "A whole address, or the digest of a file."
    fields = ("picture", "url", "title", "size", "state", "problem", "digest")

    @admin.display(description="picture")
    def picture(self, image: Image) -> SafeString | str:
        return thumbnail(image)

    @admin.display(description="size")
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}" if image.width and image.height else NOTHING


@admin.register(RelatedLink)
class RelatedLinkAdmin(FoundExactly, ReadOnly):
    list_display = ("headline", "provider_name", "origin", "of_article", "to_article")
    list_filter = ("origin",)
    list_select_related = ("article", "target")
    sortable_by = ()
    ordering = ("-pk",)
    exact = ("canonical_url", "article__path")
    search_help_text = "A whole normalised address, or the path of an article's seed."

    def named_by(self, term: str) -> Q:
        # Each half by an index of its own: over a join, all links would be read.
        below = Article.objects.order_by().filter(path=term)
        return Q(canonical_url=term) | Q(article__in=below.values("pk"))

    @admin.display(description="below")
    def of_article(self, row: RelatedLink) -> SafeString | str:
        return link(row.article)

    @admin.display(description="to our article")
    def to_article(self, row: RelatedLink) -> SafeString | str:
        return link(row.target)


@admin.register(Conflict)
class ConflictAdmin(ReadOnly):
    list_display = ("of_article", "field", "at")
    list_display_links = ("field",)
    list_select_related = ("article",)
    sortable_by = ()
    ordering = ("-pk",)

    @admin.display(description="article")
    def of_article(self, conflict: Conflict) -> SafeString | str:
        return link(conflict.article)


@admin.register(SeedFile)
class SeedFileAdmin(FoundExactly, ReadOnly):
    list_display = ("path", "kind", "current", "batch")
    list_filter = ("kind",)
    list_select_related = ("batch",)
    sortable_by = ()
    ordering = ("-pk",)
    exact = ("path",)
    search_help_text = "A whole path, such as _news/2026-11-20-a-story.md."
    fields = ("path", "kind", "current", "digest", "batch", "article", "topic", "provider", "file")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SeedFile]:
        return super().get_queryset(request).defer("text")

    @admin.display(description="text")
    def file(self, seed: SeedFile) -> SafeString:
        return format_html("<pre>{}</pre>", seed.text)


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly):
    list_display = ("__str__", "by", "started_at", "finished_at", "hold", "counted")
    list_select_related = ("by",)
    sortable_by = ()
    fields = ("source", "by", "started_at", "finished_at", "hold", "counted", "on_the_desk")

    @admin.display(description="on the desk")
    def on_the_desk(self, batch: ImportBatch) -> SafeString:
        address = reverse("desk:import-detail", args=[batch.pk])
        return format_html(
            '<a href="{}">Its files, and all that can be done with them</a>', address
        )

    @admin.display(description="counts")
    def counted(self, batch: ImportBatch) -> SafeString | str:
        counts = batch.counts.items()
        pairs = [(name.replace("_", " "), n) for name, n in counts if isinstance(n, int)]
        return format_html_join(", ", "{}: {}", pairs) if pairs else NOTHING


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ("at", "subject", "sentence")
    list_select_related = ("actor", "article", "topic", "provider", "batch")
    sortable_by = ()
    fields = ("at", "subject", "sentence", "actor", "action", "batch", "before", "after", "group")

    @admin.display(description="what happened")
    def sentence(self, event: Event) -> str:
        return sentence(event)

    @admin.display(description="to")
    def subject(self, event: Event) -> SafeString | str:
        return subject_of(event)


def subject_of(event: Event) -> SafeString | str:
    thing: Model | None = event.article or event.topic or event.provider or event.batch
    return link(thing, text.clip(str(thing), 80))
