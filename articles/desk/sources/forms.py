from __future__ import annotations

from django import forms

from articles.actions.providers import MAX_IN_LIST, MAX_NOTE, MAX_OWNER
from articles.desk.forms import VersionForm
from articles.queue.fields import NumberField

OUT_OF_RANGE = f"Write a number from 1 to {MAX_IN_LIST}, or nothing for no limit."


class NoteForm(VersionForm):
    note = forms.CharField(
        label="Note",
        required=False,
        error_messages={"max_length": f"Shorten the note to {MAX_NOTE} characters."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MuteForm(VersionForm):
    until = forms.DateField(
        label="Mute until",
        error_messages={
            "required": "Choose the day on which its articles are to wait again.",
            "invalid": "That is no date: write it like 2026-12-03.",
        },
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class OwnerForm(VersionForm):
    owner = forms.CharField(
        label="Owner",
        required=False,
        max_length=MAX_OWNER,
        error_messages={"max_length": f"Shorten the owner to {MAX_OWNER} characters."},
    )


class LimitForm(VersionForm):
    at_most = NumberField(
        label="At most in a list",
        required=False,
        min_value=1,
        max_value=MAX_IN_LIST,
        error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), OUT_OF_RANGE),
    )
