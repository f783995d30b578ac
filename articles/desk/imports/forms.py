"""What the forms of imports accept. `cleaned_data` holds the keyword arguments of the action."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from articles.seeds.kinds import AddressChoice


class NumbersField(forms.Field):
    widget = forms.MultipleHiddenInput

    def to_python(self, value: list[str] | None) -> list[int]:
        texts = value or []
        if not all(text.isascii() and text.isdigit() and len(text) < 19 for text in texts):
            raise ValidationError("These are not files of an import.")
        return [int(text) for text in texts]


class ClashForm(forms.Form):
    choice = forms.TypedChoiceField(
        choices=[("", ""), *((choice.value, choice.value) for choice in AddressChoice)],
        coerce=AddressChoice,
        empty_value=None,
        required=False,
    )


class ItemsForm(forms.Form):
    items = NumbersField()
    skip = forms.BooleanField(required=False, widget=forms.HiddenInput)  # reads "0" as no
