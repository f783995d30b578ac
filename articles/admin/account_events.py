"""Sign-ins, lock-outs and changes of accounts: to look at, and to let somebody in again."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.accounts import lockouts
from articles.admin.base import FoundExactly, ReadOnly, RelatedFilter
from articles.http import Request
from articles.models import AccountEvent, AccountEventKind


@admin.register(AccountEvent)
class AccountEventAdmin(FoundExactly, ReadOnly):
    list_display = ("at", "account", "kind", "by_name", "address", "detail")
    list_display_links = ("at",)
    list_filter = ("kind", "at", ("person", RelatedFilter))
    list_select_related = ("person",)
    sortable_by = ()
    exact = ("name", "address")
    search_help_text = "A whole user name, or an address such as 192.0.2.7."
    actions = ("lift_chosen",)
    fields = ("at", "account", "kind", "by_name", "address", "detail")

    def named_by(self, term: str) -> Q:
        try:
            validate_ipv46_address(term)
        except ValidationError:
            return Q(name__iexact=term)
        return Q(address=term)

    @admin.display(description="account")
    def account(self, event: AccountEvent) -> SafeString:
        return format_html("<bdi>{}</bdi>", event.name)

    @admin.action(description="Lift the lock-out", permissions=["view"])
    def lift_chosen(self, request: Request, queryset: QuerySet[AccountEvent]) -> None:
        chosen = queryset.filter(kind=AccountEventKind.LOCKED).exclude(address=None)
        for event in chosen:
            lockouts.lift(event, by=request.user, request=request)
        count = len(chosen)
        if not count:
            self.message_user(request, "None of these is a lock-out.", messages.WARNING)
            return
        noun = "lock-out" if count == 1 else "lock-outs"
        self.message_user(request, f"Lifted {count:,} {noun}.", messages.SUCCESS)
