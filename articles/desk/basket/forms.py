from __future__ import annotations

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from articles.actions.basket import MAX_NOTE
from articles.paging import LARGEST
from articles.queue.fields import NumberField


class MoveForm(forms.Form):
    article = NumberField(min_value=1, max_value=LARGEST)
    to = NumberField(min_value=0, max_value=1000)


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.none(), error_messages={"required": "Choose a colleague first."}
    )
    note = forms.CharField(max_length=MAX_NOTE, required=False)
    keep = forms.BooleanField(required=False)

    def __init__(self, data: object, by: User) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["to"].queryset = colleagues(by)  # type: ignore[attr-defined]

    @property
    def problem(self) -> str:
        return next((str(error) for errors in self.errors.values() for error in errors), "")


def colleagues(by: User) -> QuerySet[User]:
    """Return who may review beside oneself, by name."""
    codename = "review_article"
    may = Q(is_superuser=True) | Q(groups__permissions__codename=codename)
    people = User.objects.filter(may | Q(user_permissions__codename=codename), is_active=True)
    return people.exclude(pk=by.pk).distinct().order_by("first_name", "last_name", "username")
