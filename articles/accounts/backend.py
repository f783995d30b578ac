"""Who is signed in and what they may do, in one query."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission, User
from django.db.models import OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Concat

from articles.models.lookups import Joined


class Backend(AuthenticationBackend):
    """Django asks for a user, for their own permissions and for those of their groups one after the
    other, on every page of the desk; here they come at once, with the person's settings there."""

    def get_user(self, user_id: int) -> User | None:
        found = User.objects.select_related("desk_settings").annotate(may=_joined_permissions())
        user: Any = found.filter(pk=user_id).first()
        if not user or not self.user_can_authenticate(user):
            return None
        if not user.is_superuser:
            user._perm_cache = set((user.may or "").split(",")) - {""}
        return cast(User, user)

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
        theirs = theirs.filter(_of(user))
    return {
        f"{app}.{name}" for app, name in theirs.values_list("content_type__app_label", "codename")
    }


def _joined_permissions() -> Subquery:
    name = Concat("content_type__app_label", Value("."), "codename", output_field=TextField())
    theirs = Permission.objects.order_by().filter(_of(OuterRef("pk"))).annotate(one=Value(1))
    return Subquery(theirs.values("one").annotate(names=Joined(name)).values("names"))


def _of(user: User | OuterRef) -> Q:
    return Q(user=user) | Q(group__user=user)
