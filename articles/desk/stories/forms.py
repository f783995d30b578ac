"""What the forms on a story's page accept. `cleaned_data` holds the arguments of the action."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from articles.actions.errors import Refused
from articles.desk.bulk.selection import picked_of
from articles.desk.forms import ActForm, VersionForm
from articles.models import Article

MOST = 100  # articles of a story in one act


class PicksForm(ActForm):
    """Articles that are picked, each as `key.version`."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.posted = data

    def clean(self) -> dict[str, object]:
        try:
            picked = list(picked_of(self.posted).items())
        except Refused as problem:
            raise ValidationError(str(problem)) from problem
        if len(picked) > MOST:
            raise ValidationError(f"At most {MOST} articles at once: pick fewer.")
        return {**self.cleaned_data, "picked": picked}


class MergeForm(VersionForm):
    other = forms.ModelChoiceField(
        Article.objects.all(),
        widget=forms.HiddenInput,
        error_messages={
            "required": "Choose the story to merge first.",
            "invalid_choice": "The story to merge is not here any more.",
        },
    )
