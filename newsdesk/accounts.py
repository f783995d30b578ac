"""People's accounts: admins make them, nobody signs up, and guessing passwords is cut short."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_safe

from articles import permissions
from articles.http import Request


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if permissions.may_review(request.user):
            return super().get_login_redirect_url(request)
        # An account without rights has nothing on the desk.
        return resolve_url("account_index")

    def is_safe_url(self, url: str | None) -> bool:
        # The original raises ValueError where the address of a machine is only begun: `http://[`.
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("account_index")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # One counter an account. The original's key holds the Host header, which a guesser picks,
        # and the name as typed, which the database compares without regard to case.
        return credentials.get("username", "").upper().casefold()


@require_safe
def index(request: Request) -> HttpResponse:
    secured = Authenticator.objects.filter(user=request.user).exists()
    return render(request, "account/index.html", {"secured": secured})


@login_not_required
@require_safe
def admin_login(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        raise PermissionDenied
    # The admin site's own form knows neither rate limits nor second factors: ours does.
    return redirect_to_login(request.GET.get("next") or resolve_url("admin:index"))
