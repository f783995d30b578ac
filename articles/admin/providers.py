"""Providers: what they are called, and where."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from articles.actions import providers as actions
from articles.admin import base
from articles.admin.forms import ActionForm, ActsOnSave, LinesField
from articles.display.markup import initial, mark
from articles.models import Provider


class ProviderForm(ActionForm):
    aliases = LinesField(required=False, help_text="Other names that seeds use, one a line.")

    class Meta:
        model = Provider
        fields = ["name", "domain", "description"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["aliases"] = self.instance.aliases

    def act(self, cleaned: dict[str, Any]) -> Provider:
        return actions.edit(
            provider=self.instance,
            by=self.by,
            version=cleaned["seen"] or 0,
            name=cleaned["name"],
            domain=cleaned["domain"],
            description=cleaned["description"],
            aliases=cleaned["aliases"],
        ).row


@admin.register(Provider)
class ProviderAdmin(base.WithEvents, ActsOnSave, base.Managed):
    form = ProviderForm
    list_display = ("logo_or_letter", "name", "domain")
    list_display_links = ("name",)
    list_select_related = ("logo",)
    search_fields = ("name", "domain")
    readonly_fields = ("logo_or_letter",)
    fields = ("name", "domain", "description", "aliases", "logo_or_letter", "seen")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # providers come with seeds

    @admin.display(description="logo")
    def logo_or_letter(self, provider: Provider) -> SafeString:
        logo = provider.logo.ready_digest if provider.logo else ""
        return mark(provider.domain, initial(provider.domain, provider.name), logo)
