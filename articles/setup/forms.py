"""What is asked for: who is the first admin, and what the site is, at its setup and later."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import UserCreationForm
from django.core.exceptions import ValidationError
from django.http import QueryDict

from articles.actions.errors import Refused
from articles.actions.text_input import clean_line
from articles.queue.fields import NumberField
from articles.seeds.limits import MAX_SCORE
from articles.site import choices
from articles.site.choices import Choices

MAX_NAME = 60


def focus_on_first_wrong(*pages: forms.BaseForm) -> None:
    """Have the first field that is to be mended get the focus, of forms that make one page."""
    fields = [(form, name) for form in pages for name in form.fields]
    wrong = [(form, name) for form, name in fields if name in form.errors]
    for form, name in fields if wrong else ():
        form.fields[name].widget.attrs.pop("autofocus", None)
    for form, name in wrong[:1]:
        form.fields[name].widget.attrs["autofocus"] = True


class PersonForm(UserCreationForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, again = self.fields["username"], self.fields["password2"]
        name.help_text = ""
        name.widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        again.label, again.help_text = "Password, once more", ""


@dataclass(frozen=True, slots=True)
class Given:
    label: str
    value: str | int
    variable: str


class SiteForm(forms.Form):
    """Does not ask for what settings say, which is `given`."""

    name = forms.CharField(
        label="Name of the site",
        help_text="Readers see it at the top of every page.",
    )
    threshold = NumberField(
        label="Published from a score of",
        min_value=0,
        max_value=MAX_SCORE,
        help_text="An editor’s score publishes from here on, and holds what has less. The machines "
        "usually do so too; most of their scores are below 200. A topic can have "
        "a threshold of its own.",
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial=asdict(choices.standing()))
        self.given: list[Given] = []
        self._take_out("name", settings.SITE_NAME or None, "NEWSDESK_SITE_NAME")
        self._take_out("threshold", settings.QUALITY_THRESHOLD, "NEWSDESK_QUALITY_THRESHOLD")

    def _take_out(self, name: str, value: str | int | None, variable: str) -> None:
        if value is not None:
            self.given.append(Given(str(self.fields.pop(name).label), value, variable))

    def clean_name(self) -> str:
        try:
            return clean_line("name", self.cleaned_data["name"], MAX_NAME, needed=True)
        except Refused as error:
            raise ValidationError(str(error)) from None

    def chosen(self) -> Choices:
        return replace(choices.standing(), **self.cleaned_data)


class LaterForm(SiteForm):
    """Asks for what nobody can know at the setup, as well."""

    shows_scores = forms.BooleanField(
        label="Show suggested scores",
        required=False,
        help_text="What the desk would score, how far off it usually is and why, beside each "
        "article. Until then it only notes them beside the scores that people give: the numbers "
        "page says how often they were right.",
    )
