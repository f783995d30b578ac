"""What the forms of planning accept: moments as the site writes them, in UTC."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from articles.actions.teamwork.notes import MAX_NOTE
from articles.desk.forms import ActForm, VersionForm
from articles.models import PLANS, Topic
from articles.times import parse_moment
from articles.wording import shortened

EXAMPLE = "2026-12-31 07:00"


class MomentField(forms.Field):
    """A day and a minute, as browsers send what was picked, or typed the same way."""

    default_error_messages = {"required": "Choose a day and a time."}

    def to_python(self, value: str | None) -> datetime | None:
        try:
            return parse_moment(value.strip().replace(" ", "T")) if value else None
        except ValueError:
            said = f"“{shortened(value or '', 40)}” is no time: write it like {EXAMPLE} (UTC)."
            raise ValidationError(said) from None


class PlanForm(VersionForm):
    at = MomentField(label="Time")


class CancelForm(VersionForm):
    plan = forms.ChoiceField(choices=[(name, name) for name in PLANS], widget=forms.HiddenInput)


class UnfeatureForm(VersionForm):
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label="Topic",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of its topics."),
    )


class FeatureForm(UnfeatureForm):
    until = MomentField(label="Until")


class AssignForm(VersionForm):
    to = forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        label="Assigned to",
        required=False,
        error_messages={"invalid_choice": "Choose one of those who review."},
    )


class NoteForm(ActForm):
    text = forms.CharField(
        label="Note",
        max_length=2 * MAX_NOTE,  # as the action says it: line ends count twice here
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "The note is empty: write something.",
            "max_length": f"Shorten the note to {MAX_NOTE:,} characters.",
        },
    )
