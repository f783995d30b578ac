"""Who may do what. Every view asks here; a migration creates the groups.

Readers need no account. Editors review. Admins also import, and manage topics, providers, people.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

EDITORS = "editors"
ADMINS = "admins"
GROUPS = {
    EDITORS: ["review_article"],
    ADMINS: ["review_article", "import_seeds", "manage_site"],
}

User = AbstractBaseUser | AnonymousUser
View = Callable[..., HttpResponse]
Rule = Callable[[User], bool]


def may_review(user: User) -> bool:
    """Score, publish, reject, edit and link articles: the whole desk."""
    return _has(user, "review_article")


def may_import(user: User) -> bool:
    return _has(user, "import_seeds")


def may_manage(user: User) -> bool:
    """Manage topics, providers and people: the admin site."""
    return _has(user, "manage_site")


def requires(rule: Rule) -> Callable[[View], View]:
    """Let only users through whom `rule` admits, and keep what they see out of every cache.

    Strangers have already been sent to sign in by LoginRequiredMiddleware.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @cache_control(private=True, no_store=True)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not rule(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def _has(user: User, codename: str) -> bool:
    has_perm = getattr(user, "has_perm", None)
    return bool(user.is_active and has_perm and has_perm(f"articles.{codename}"))
