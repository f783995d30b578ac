from __future__ import annotations

from typing import Any

from django import forms

from articles.actions.saved.views import MOST
from articles.models import Every
from articles.queue.fields import NumberField


class NameForm(forms.Form):
    # How long it may be, and what it must not hold, the action says.
    name = forms.CharField(required=False)


class SaveForm(NameForm):
    query = forms.CharField(required=False)
    shared = forms.BooleanField(required=False)


class ShareForm(forms.Form):
    shared = forms.BooleanField(required=False)


class HookForm(forms.Form):
    url = forms.CharField(required=False)


class AlertForm(forms.Form):
    every = forms.ChoiceField(choices=Every.choices)
    hour = forms.TypedChoiceField(
        choices=[(hour, "") for hour in range(24)], coerce=int, empty_value=None, required=False
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("every") == Every.DAY and self.cleaned_data.get("hour") is None:
            self.add_error("hour", "Choose the hour at which the day’s mail is to come.")
        return self.cleaned_data


class MoveForm(forms.Form):
    to = NumberField(min_value=0, max_value=MOST)
