"""What the admin pages of all models share."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import permissions, wording
from articles.display import addresses
from articles.display.markup import picture
from articles.history.sentences import history_of, sentence
from articles.models import Article, Image
from articles.paging import capped_count

COUNTED = 10_000  # rows that a list counts and pages through; beyond that, filter or search
NOTHING = "–"


class CappedPaginator(Paginator):
    @cached_property
    def count(self) -> int:
        return min(capped_count(cast(QuerySet[Model], self.object_list), COUNTED), COUNTED)


class KeysFirst(ChangeList):
    """Finds the keys of a page before its rows: where the database must sort, it sorts keys, and it
    joins to no row that is not shown."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        keys = list(self.result_list.values_list("pk", flat=True))
        rows = self.root_queryset.order_by()
        if not rows.query.select_related:
            rows = self.apply_select_related(rows)
        found = rows.in_bulk(keys)
        self.result_list = [found[key] for key in keys if key in found]


class Managed(admin.ModelAdmin):
    paginator = CappedPaginator
    list_per_page = 50
    list_max_show_all = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False
    empty_value_display = ""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysFirst

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_manage(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return permissions.may_manage(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return permissions.may_manage(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_manage(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnly(Managed):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class FoundExactly(admin.ModelAdmin):
    """Searches whole values of indexed columns, so that it costs the same in any table."""

    exact: tuple[str, ...] = ()

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return self.exact

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        return (queryset.filter(self.named_by(term)) if term else queryset), False

    def named_by(self, term: str) -> Q:
        found = Q()
        for field in self.exact:
            found |= Q(**{field: term})
        return found


class RelatedFilter(admin.RelatedOnlyFieldListFilter):
    """Has a word for rows without one: an empty link cannot be read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display = SafeString("None")


class WithEvents(admin.ModelAdmin):
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        thing = self.get_object(request, object_id)
        if thing is None:
            return self._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined]
                request, self.opts, object_id
            )
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of “{thing}”",
            "opts": self.opts,
            "object": thing,
            "events": [(event, sentence(event)) for event in history_of(thing)[:200]],
        }
        return TemplateResponse(request, "admin/articles/history.html", context)


def thumbnail(image: Image | None) -> SafeString | str:
    return _img(image, "thumb", 64, 43)


def picture_of(article: Article, size: str) -> SafeString:
    lead = article.lead_image
    digest = lead.ready_digest if lead else ""
    image = picture(digest, article.provider.domain, size, article.slug)
    return format_html('<span class="shown {}">{}</span>', size, image)


def status(article: Article) -> SafeString:
    found = wording.status(article)
    return format_html('<span class="status {}">{}</span>', found, found.word)


def link(row: Model | None, text: str = "") -> SafeString | str:
    if row is None:
        return NOTHING
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[row.pk]), text or str(row))


def _img(image: Image | None, size: str, width: int, height: int) -> SafeString | str:
    if image is None or not image.ready:
        return ""
    html = '<img src="{}" alt="" width="{}" height="{}" loading="lazy">'
    return format_html(html, addresses.picture(image.digest, size), width, height)
