"""Accounts. Admins make them and put them into groups; nobody gives away more than they have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, User
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from articles.admin.base import Managed
from articles.permissions import GROUPS

NAMES = {"fields": ("username", "password", ("first_name", "last_name"), "email")}
NEW = {"fields": ("username", "password1", "password2", ("first_name", "last_name"), "groups")}
RIGHTS = {"fields": ("is_active", "groups")}
DATES = {"fields": ("last_login", "date_joined")}
ALL_RIGHTS = {"fields": ("is_active", "groups", "is_superuser")}

GROUPS_HELP = (
    "Editors review articles on the desk. Admins do that too, import, and manage topics, "
    "providers and accounts. Nobody else sees more than readers do."
)

# Groups come with a migration, and what they may is in `permissions`: neither is made by hand.
admin.site.unregister(Group)
admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(Managed, UserAdmin):
    """Accounts are disabled, not deleted: what somebody did keeps their name.

    Superusers, and the rights beyond the groups, are for superusers only.
    """

    add_form = UserCreationForm
    add_form_template = None  # the same page for all of it, in one step
    list_display = ("username", "get_full_name", "in_groups", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        protected = isinstance(obj, User) and obj.is_superuser
        return allowed and (request.user.is_superuser or not protected)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        if obj is None:
            return [(None, NEW)]
        rights = ALL_RIGHTS if request.user.is_superuser else RIGHTS
        return [(None, NAMES), ("What they may", rights), ("When", DATES)]

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["queryset"] = Group.objects.filter(name__in=GROUPS).order_by("name")
            kwargs["widget"] = forms.CheckboxSelectMultiple
            kwargs["help_text"] = GROUPS_HELP
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description="groups")
    def in_groups(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())
