"""Providers: what they are called, where, and whose they are."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from articles.actions import providers as actions
from articles.admin import base
from articles.admin.forms import ActionForm, ActsOnSave, LinesField, OneOf
from articles.display.markup import initial, mark
from articles.models import Provider
from articles.models.provider import owner_key

OWNER = "The publisher, where several providers are of one: together they count as one source."
NO_OWNER = "-"


class OwnerFilter(admin.SimpleListFilter):
    """Takes all spellings of a name for one owner."""

    title = "owner"
    parameter_name = "owner"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        owners = Provider.objects.owners()
        return [*((owner_key(name), name) for name in owners), (NO_OWNER, "None")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Provider]
    ) -> QuerySet[Provider] | None:
        wanted = self.value()
        if wanted is None:
            return None
        return queryset.filter(owner__in=[""] if wanted == NO_OWNER else _spellings(wanted))


def _spellings(key: str) -> list[str]:
    owners = Provider.objects.exclude(owner="").order_by().values_list("owner", flat=True)
    return [name for name in owners.distinct() if owner_key(name) == key]


class ProviderForm(ActionForm):
    aliases = LinesField(required=False, help_text="Other names that seeds use, one a line.")

    class Meta:
        model = Provider
        fields = ["name", "domain", "description", "owner"]
        help_texts = {"owner": OWNER}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["aliases"] = self.instance.aliases
        self.fields["owner"].widget = OneOf(Provider.objects.owners())

    def act(self, cleaned: dict[str, Any]) -> Provider:
        return actions.edit(
            provider=self.instance,
            by=self.by,
            version=cleaned["seen"] or 0,
            name=cleaned["name"],
            domain=cleaned["domain"],
            description=cleaned["description"],
            aliases=cleaned["aliases"],
            owner=cleaned["owner"],
        ).row


@admin.register(Provider)
class ProviderAdmin(base.WithEvents, ActsOnSave, base.Managed):
    form = ProviderForm
    list_display = ("logo_or_letter", "name", "domain", "owner")
    list_filter = (OwnerFilter,)
    list_display_links = ("name",)
    list_select_related = ("logo",)
    search_fields = ("name", "domain", "owner")
    readonly_fields = ("logo_or_letter",)
    fields = ("name", "domain", "owner", "description", "aliases", "logo_or_letter", "seen")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # providers come with seeds

    @admin.display(description="logo")
    def logo_or_letter(self, provider: Provider) -> SafeString:
        logo = provider.logo.ready_digest if provider.logo else ""
        return mark(provider.domain, initial(provider.domain, provider.name), logo)
