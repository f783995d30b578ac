"""Second factors in the admin site: an admin can take one away when its owner has lost it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.http import HttpRequest

from articles import permissions

admin.site.unregister(EmailAddress)  # No mail is sent, so addresses mean nothing here.
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
