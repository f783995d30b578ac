"""Who may do what. Every view asks here; a migration creates the groups.

Readers need no account. Editors review. Admins also import, and manage topics, providers, people.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.views.decorators.cache import cache_control

from articles.http import Request

EDITORS = "editors"
ADMINS = "admins"
GROUPS = {
    EDITORS: ["review_article"],
    ADMINS: ["review_article", "import_seeds", "manage_site"],
}

Visitor = AbstractBaseUser | AnonymousUser
View = Callable[..., HttpResponseBase]
Rule = Callable[[Visitor], bool]


def may_review(user: Visitor) -> bool:
    return _has(user, "review_article")


def may_import(user: Visitor) -> bool:
    return _has(user, "import_seeds")


def may_manage(user: Visitor) -> bool:
    return _has(user, "manage_site")


def reviewers() -> QuerySet[User]:
    """Return those of whom `may_review` is true."""
    return User.objects.with_perm("articles.review_article")


def requires(rule: Rule) -> Callable[[View], View]:
    """Let only users through whom `rule` admits, and keep what they see out of every cache.

    Strangers have already been sent to sign in by LoginRequiredMiddleware.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @cache_control(private=True, no_store=True)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not rule(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def _has(user: Visitor, codename: str) -> bool:
    has_perm = getattr(user, "has_perm", None)
    return bool(user.is_active and has_perm and has_perm(f"articles.{codename}"))
