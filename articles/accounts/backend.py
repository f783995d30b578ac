"""Who is signed in and what they may do, in one query each."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission, User
from django.db.models import Q


class Backend(AuthenticationBackend):
    """Django asks for a user's own permissions and for those of their groups one after the other,
    on every page of the desk; the person's settings of the desk come with the user."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("desk_settings").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: Any, obj: object = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = _permissions(user_obj)
        known: set[str] = user_obj._perm_cache
        return known


def _permissions(user: User) -> set[str]:
    theirs = Permission.objects.order_by()
    if not user.is_superuser:
        theirs = theirs.filter(Q(user=user) | Q(group__user=user))
    return {
        f"{app}.{name}" for app, name in theirs.values_list("content_type__app_label", "codename")
    }
