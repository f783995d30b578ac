"""People's accounts: admins make them, nobody signs up, and guessing passwords is cut short."""

from typing import Any

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_safe

from articles import permissions
from articles.accounts import events, first_admin, lockouts
from articles.http import Request
from articles.models import AccountEventKind
from articles.site import choices

NOTIFICATIONS = {
    "password_changed": (AccountEventKind.PASSWORD, ""),
    "password_set": (AccountEventKind.PASSWORD, "the first one"),
    "totp_activated": (AccountEventKind.FACTOR, "authenticator app added"),
    "totp_deactivated": (AccountEventKind.FACTOR, "authenticator app removed"),
    "recovery_codes_generated": (AccountEventKind.FACTOR, "new recovery codes"),
    "webauthn_added": (AccountEventKind.FACTOR, "key added"),
    "webauthn_removed": (AccountEventKind.FACTOR, "key removed"),
}


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

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        name = credentials.get("username", "")
        try:
            super().pre_authenticate(request, **credentials)
            self._count_elsewhere(request, name)
        except ValidationError:
            lockouts.note(request, name)
            raise

    def _count_elsewhere(self, request: HttpRequest, name: str) -> None:
        usage = lockouts.consume_elsewhere(request, name)
        if usage is None:
            self._rollback_login_failed_rl_usage()
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage.usage += usage.usage  # taken back with the rest

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        name = credentials.get("username", "")
        person = events.person_named(name)
        events.record(AccountEventKind.FAILED, request=request, person=person, typed=name)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        detail = "the account is disabled"
        events.record(AccountEventKind.FAILED, request=request, person=user, detail=detail)
        return super().respond_user_inactive(request, user)

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        events.record(AccountEventKind.SIGNED_IN, request=request, person=user)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            events.record(AccountEventKind.SIGNED_OUT, request=request, person=request.user)
        super().logout(request)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: str | None = None
    ) -> None:
        """Note it: allauth tells its adapter of every change to how an account is kept. No mail is
        sent here."""
        kind, detail = NOTIFICATIONS[template_prefix.rpartition("/")[2]]
        events.record(kind, request=self.request, person=user, by=user, detail=detail)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("account_index")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The original's key holds the Host header, which a guesser picks, and the name as typed,
        # which the database compares without regard to case.
        return lockouts.key_at_address(credentials.get("username", ""), request)


class SecondFactorAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return choices.site_name()


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    return redirect("setup") if first_admin.is_wanted() else views.login(request)


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
