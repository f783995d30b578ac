from __future__ import annotations

from django import forms

from articles.actions.saved.views import MOST


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


class MoveForm(forms.Form):
    to = forms.IntegerField(min_value=0, max_value=MOST)
