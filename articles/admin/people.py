"""Accounts. Admins make them and put them into groups; nobody gives away more than they have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from articles.accounts import events
from articles.admin.base import Managed, RelatedFilter
from articles.models import AccountEventKind
from articles.permissions import GROUPS
from articles.text import seen

NAMES = {"fields": ("username", "password", ("first_name", "last_name"), "email")}
NEW = {"fields": ("username", "password1", "password2", ("first_name", "last_name"), "groups")}
RIGHTS = {"fields": ("is_active", "groups")}
DATES = {"fields": ("last_login", "date_joined")}
ALL_RIGHTS = {"fields": ("is_active", "groups", "is_superuser")}

GROUPS_HELP = (
    "Editors review articles on the desk. Admins do that too, import, and manage topics, "
    "providers and accounts. Nobody else sees more than readers do."
)

MAY_NOTHING = (
    "“{}” is in no group: signed in, they may do no more than readers. Put them into a group here, "
    "below “What they may”."
)

# Groups come with a migration, and what they may is in `permissions`: neither is made by hand.
admin.site.unregister(Group)
admin.site.unregister(User)


def refuse_unseen(name: str) -> None:
    """Raise ValidationError for what Django takes for a letter, and people for nothing."""
    if seen(name) != name:
        raise ValidationError("The name holds a character that nobody sees: delete it.")


def _may_nothing(person: User) -> bool:
    return person.is_active and not (person.is_superuser or person.groups.exists())


@admin.register(User)
class PersonAdmin(Managed, UserAdmin):
    """Accounts are disabled, not deleted: what somebody did keeps their name.

    Superusers, and the rights beyond the groups, are for superusers only.
    """

    add_form = UserCreationForm
    add_form_template = None  # the same page for all of it, in one step
    list_display = ("username", "get_full_name", "in_groups", "is_active", "last_login")
    list_filter = ("is_active", ("groups", RelatedFilter))
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "username":
            field.validators.append(refuse_unseen)
        return field

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        protected = isinstance(obj, User) and obj.is_superuser
        return allowed and (request.user.is_superuser or not protected)

    def save_model(self, request: Any, obj: User, form: Any, change: bool) -> None:
        form.kept_before = events.kept_of(User.objects.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        about = {"request": request, "person": form.instance, "by": request.user}
        if form.kept_before:
            events.record_changes(form.kept_before, **about)
        else:
            groups = events.kept_of(form.instance)["groups"]
            events.record(AccountEventKind.MADE, **about, detail=f"groups: {groups or '–'}")
        if _may_nothing(form.instance):
            messages.warning(request, MAY_NOTHING.format(form.instance))

    def user_change_password(self, request: Any, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        before = self.get_object(request, id)
        response = super().user_change_password(request, id, form_url)
        if before and (person := User.objects.get(pk=before.pk)).password != before.password:
            about = {"request": request, "person": person, "by": request.user}
            events.record(AccountEventKind.PASSWORD, **about)
        return response

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
