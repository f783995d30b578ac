import pytest
from django import forms
from django.core.exceptions import ValidationError

import newsdesk.urls  # noqa: F401  (all forms there are)
from articles.queue.fields import NumberField


@pytest.mark.parametrize(
    ("typed", "number"), [("70", 70), (" 7 ", 7), ("-15", -15), ("+8", 8), ("", None), (None, None)]
)
def test_a_number(typed, number):
    assert NumberField(required=False).clean(typed) == number


@pytest.mark.parametrize(
    "typed", ["1316.0", "1_316", "1,316", "1e3", "٣", "７０", "²", "x", "9" * 5000, "1\n2", "--1"]
)
def test_what_is_no_number_is_said(typed):
    with pytest.raises(ValidationError, match="Enter a whole number in digits"):
        NumberField().clean(typed)


def test_all_forms_take_numbers_in_one_way():
    assert [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in subclasses(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if form.__module__.startswith(("articles.", "newsdesk."))
        and isinstance(field, (forms.IntegerField, forms.FloatField, forms.DecimalField))
        and not isinstance(field, NumberField)
    ] == []


def subclasses(kind):
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)
