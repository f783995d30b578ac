"""What the history of the desk can be narrowed to: its form, and the conditions it means."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q

from articles.models.event import EventQuerySet
from articles.paging import LARGEST
from articles.query.conditions import providers
from articles.queue import topic_choices
from articles.queue.fields import NumberField
from articles.times import parse_moment
from articles.wording import name_of

MANY = 500  # people that can be chosen from
STORIES = ["fold", "lead", "unfold", "join", "leave", "split", "merge-story", "merge"]
# What people call them, and the names that actions give their events.
KINDS = {
    "decisions": ("Decisions", ["publish", "unpublish", "reject", "agree", "reopen"]),
    "scores": ("Scores", ["score"]),
    "edits": ("Edits", ["edit", "restore"]),
    "stories": ("Related stories", ["link", "unlink", "reorder", *STORIES]),
    "conflicts": ("Conflicts settled", ["keep-ours", "take-theirs"]),
    "sources": ("Sources", ["note", "mute", "unmute", "limit"]),
    "undos": ("Undone", ["undo", "undo-import", "redo-import"]),
    "imports": ("Imports", ["import"]),
}
DAY = forms.TextInput(attrs={"placeholder": "2026-11-01"})
SUBJECTS = ("article", "topic", "provider", "batch", "act")


class MomentField(forms.CharField):
    def clean(self, value: str | None) -> datetime | None:
        typed = super().clean(value)
        try:
            return parse_moment(typed) if typed else None
        except ValueError as error:
            raise ValidationError(str(error)) from None


class KeyField(NumberField):
    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST, required=False, **options)


class HistoryForm(forms.Form):
    """`until` is where it ends: what happened at that moment is no longer shown."""

    who = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label="What", required=False)
    topic = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    provider = forms.CharField(label="Source", max_length=200, required=False)
    since = MomentField(label="From", max_length=16, required=False, widget=DAY)
    until = MomentField(max_length=16, required=False, widget=DAY)
    article = KeyField()
    batch = KeyField(label="Import")
    act = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")
        people = User.objects.order_by("username")[:MANY]
        self._offer("who", "Anybody", [(user.pk, name_of(user)) for user in people])
        self._offer("kind", "Anything", [(kind, label) for kind, (label, _) in KINDS.items()])
        self._offer("topic", "Any", topic_choices.choices("pk"))

    def _offer(self, name: str, none: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", none), *choices]

    @property
    def of_one_thing(self) -> bool:
        """Return whether it asks for what happened to one thing, imports included."""
        return any(self.cleaned_data[name] for name in SUBJECTS)

    @property
    def with_imports(self) -> bool:
        """Return whether whole imports stand between what people did."""
        return not self.of_one_thing and self.cleaned_data["kind"] in ("", "imports")

    @property
    def by_event(self) -> bool:
        """Return whether each event stands for itself, and not their act for all of them."""
        return bool(self.cleaned_data["batch"] or self.cleaned_data["act"])

    def narrow(self, events: EventQuerySet) -> EventQuerySet:
        chosen = self.cleaned_data
        if not self.of_one_thing:
            events = events.by_hand()
        found = events.filter(self._condition())
        return found.filter(action__in=KINDS[chosen["kind"]][1]) if chosen["kind"] else found

    def _condition(self) -> Q:
        chosen = self.cleaned_data
        named = {
            "actor": chosen["who"],
            "article": chosen["article"],
            "topic": chosen["topic"],
            "batch": chosen["batch"],
            "group": chosen["act"],
            "at__gte": chosen["since"],
            "at__lt": chosen["until"],
        }
        condition = Q(**{name: value for name, value in named.items() if value is not None})
        if chosen["provider"]:
            keys = list(providers(chosen["provider"]).values_list("pk", flat=True)[:MANY])
            condition &= Q(provider__in=keys)
        return condition
