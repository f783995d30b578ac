from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User

from articles.actions.rules.making import MOST, RuleDraft
from articles.models import Rule, RuleAct, Topic
from articles.models.rules.rule import MAX_POINTS
from articles.paging import LARGEST
from articles.permissions import reviewers
from articles.queue import topic_choices
from articles.queue.fields import NumberField
from articles.wording import name_of

ACTS = {
    RuleAct.HOLD: "hold",
    RuleAct.REJECT: "reject, with a reason",
    RuleAct.SCORE: "add to the score, or take off",
    RuleAct.TOPIC: "file under a topic",
    RuleAct.ASSIGN: "give to somebody",
}


class RuleForm(forms.Form):
    """A rule as typed. What is wrong with it, beside numbers that are none, its action says."""

    # How long they may be, and what they must not hold, the action says.
    name = forms.CharField(required=False)
    query = forms.CharField(required=False)
    act = forms.ChoiceField(choices=[*ACTS.items()], required=False)
    reason = forms.CharField(required=False)
    points = NumberField(
        required=False,
        min_value=-MAX_POINTS,
        max_value=MAX_POINTS,
        error_messages={"invalid": "Points are a whole number, such as 8 or -15."},
    )
    topic = forms.ModelChoiceField(Topic.objects.all(), required=False)
    person = forms.ModelChoiceField(User.objects.all(), required=False)
    version = NumberField(required=False, min_value=1, max_value=LARGEST)
    apply = NumberField(required=False, min_value=1, max_value=LARGEST)

    @property
    def draft(self) -> RuleDraft:
        names = ("name", "query", "act", "reason", "points", "topic", "person")
        return RuleDraft(**{name: self.cleaned_data[name] for name in names})

    @property
    def problem(self) -> str:
        return next((str(error) for errors in self.errors.values() for error in errors), "")


class SwitchForm(forms.Form):
    on = forms.BooleanField(required=False)


class MoveForm(forms.Form):
    to = NumberField(min_value=1, max_value=MOST)


def typed_of(rule: Rule | None) -> dict[str, Any]:
    """Return what the form says of a rule, or of none yet."""
    if rule is None:
        blank = dict.fromkeys(("name", "query", "reason", "points"), "")
        return {**blank, "act": RuleAct.HOLD.value, "topic": None, "person": None}
    names = ("name", "query", "act", "reason", "version")
    points = rule.points or ""
    more = {"points": points, "topic": rule.topic_id, "person": rule.person_id}
    return {**{name: getattr(rule, name) for name in names}, **more}


def choices() -> dict[str, list[tuple[Any, str]]]:
    people = reviewers().order_by("username")
    return {
        "acts": [*ACTS.items()],
        "topics": [(key, str(label)) for key, label in topic_choices.choices("pk")],
        "people": [(person.pk, name_of(person)) for person in people],
    }
