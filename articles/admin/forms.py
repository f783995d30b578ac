"""Forms that change things through an action, which alone knows what it must refuse."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.forms.renderers import BaseRenderer
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.actions.errors import Refused, Stale
from articles.queue.fields import NumberField

STALE = (
    "“%s” was changed by somebody else while you were editing, so nothing was saved. "
    "Reload the page to see it as it is now, or save again to put your text over it."
)


class ActionForm(forms.ModelForm):
    """Acts where other forms check the model, so that a refusal is an error like any other.

    `seen` is the version that the person was shown.
    """

    by: User  # set by ModelAdmin.get_form
    seen = NumberField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.version

    def act(self, cleaned: dict[str, Any]) -> Model:
        raise NotImplementedError

    def _post_clean(self) -> None:
        if self.errors:
            return
        try:
            with transaction.atomic():
                self.instance = self.act(self.cleaned_data)
        except Stale as stale:
            self._show_current_version(stale.row.version)
            self.add_error(None, STALE % stale.row)
        except Refused as refused:
            self.add_error(None, str(refused))

    def _show_current_version(self, version: int) -> None:
        # What was typed stays: saving it again is a decision then, not an accident.
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("seen")] = str(version)
        self.data = data

    def save(self, commit: bool = True) -> Model:
        """The action has saved everything, and so it has in `save_m2m`."""
        return self.instance

    def save_m2m(self) -> None:
        pass


class LinesField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return super().clean(value).splitlines()

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != (data or "").splitlines()


class OneOf(forms.TextInput):
    """A line that offers what is there already, and takes anything else as well."""

    def __init__(self, offered: Iterable[str]) -> None:
        super().__init__(attrs={"class": "vTextField"})
        self.offered = offered

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        key = f"{name}-offered"
        line = super().render(name, value, {**(attrs or {}), "list": key}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((o,) for o in self.offered))
        return format_html('{}<datalist id="{}">{}</datalist>', line, key, options)


class ActsOnSave(admin.ModelAdmin):
    """A ModelAdmin whose form is an ActionForm: by the time it is valid, it is saved."""

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[ActionForm]:
        form = cast(type[ActionForm], super().get_form(request, obj, change, **kwargs))
        form.by = cast(User, request.user)
        return form

    def save_model(self, request: Any, obj: Model, form: Any, change: bool) -> None:
        """The action has done it."""
