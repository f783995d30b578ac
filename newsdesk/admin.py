"""Second factors in the admin site: an admin can take one away when its owner has lost it."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles import permissions
from articles.accounts import events
from articles.models import AccountEventKind

admin.site.unregister(EmailAddress)  # Only their owners confirm them: articles.accounts.addresses
admin.site.unregister(Authenticator)


@admin.register(Authenticator)
class SecondFactorAdmin(admin.ModelAdmin):
    """Shows whose and which kind; never the secret."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    exclude = ("data",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_manage(request.user)

    def has_view_permission(
        self, request: HttpRequest, factor: Authenticator | None = None
    ) -> bool:
        return permissions.may_manage(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, factor: Authenticator | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, factor: Authenticator | None = None
    ) -> bool:
        # Only a superuser may weaken a superuser's account.
        above = factor and factor.user.is_superuser and not request.user.is_superuser
        return permissions.may_manage(request.user) and not above

    def delete_model(self, request: Any, factor: Authenticator) -> None:
        detail = f"{factor.get_type_display()} taken away"
        person = factor.user
        super().delete_model(request, factor)
        about = {"request": request, "person": person, "by": request.user}
        events.record(AccountEventKind.FACTOR, **about, detail=detail)

    def delete_queryset(self, request: Any, queryset: QuerySet[Authenticator]) -> None:
        for factor in queryset:
            self.delete_model(request, factor)
