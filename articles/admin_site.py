"""The admin site opens for those whom `permissions` lets manage, whatever their `is_staff` says."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from articles import permissions
from articles.history.sentences import sentence
from articles.models import Conflict, Event, ImportBatch, Topic
from articles.paging import capped_count

SHOWN = 8  # of what happened last, on the front page
LOOKED_AT = 1000  # events to find them among: an import can write a million
PARTS = {
    "Newsroom": {
        "Article": "Articles",
        "Topic": "Topics",
        "Provider": "Providers",
    },
    "People": {
        "User": "Accounts",
        "Authenticator": "Second factors",
        "AccountEvent": "Sign-ins and rights",
    },
    "Records": {
        "ImportBatch": "Imports",
        "Event": "Events",
        "Conflict": "Conflicts",
        "RelatedLink": "Related links",
        "Image": "Images",
        "SeedFile": "Seed files",
        "DBTaskResult": "Jobs",
    },
}


class NewsdeskAdminSite(AdminSite):
    site_header = site_title = "Newsdesk admin"
    index_title = "Manage"
    enable_nav_sidebar = False  # the pages have a row of links on top

    def has_permission(self, request: HttpRequest) -> bool:
        return permissions.may_manage(request.user)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        return [part for name in PARTS if (part := _part(name, models))["models"]]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        context = {
            "batches": ImportBatch.objects.select_related("by")[:SHOWN],
            "events": [(event, sentence(event)) for event in _events()],
            "conflicts": capped_count(Conflict.objects.all(), 99),
            "waiting_topics": Topic.objects.filter(accepted=False).count(),
        }
        return super().index(request, context | (extra_context or {}))


def _events() -> QuerySet[Event]:
    newest = Event.objects.order_by("-pk").values("pk")[:LOOKED_AT]
    rows = Event.objects.filter(pk__in=newest).exclude(action="import")
    return rows.select_related("actor", "article", "topic", "provider", "batch")[:SHOWN]


def _part(name: str, models: dict[str, Any]) -> dict[str, Any]:
    labels = PARTS[name]
    shown = [models[model] | {"name": labels[model]} for model in labels if model in models]
    return {"name": name, "app_label": name.lower(), "models": shown}
