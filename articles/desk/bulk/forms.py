from __future__ import annotations

from typing import Any

from django import forms

from articles.actions.articles import MAX_REASON
from articles.actions.catalog import Topics
from articles.desk.teamwork.forms import MomentField
from articles.models import BulkAct
from articles.paging import LARGEST
from articles.queue.fields import NumberField
from articles.seeds.limits import MAX_SCORE

TOPIC_ACTS = (BulkAct.ADD_TOPIC, BulkAct.REMOVE_TOPIC, BulkAct.FEATURE)
NOT_CHOSEN = (BulkAct.UNDO, BulkAct.RULE)  # each has a button of its own
MAX_TOPIC = 200
NEEDS: dict[str, dict[str, str]] = {
    BulkAct.SCORE: {"quality": "Write the score that they are to get."},
    BulkAct.ADD_TOPIC: {"topic": "Choose the topic that they are to get."},
    BulkAct.REMOVE_TOPIC: {"topic": "Choose the topic that they are to lose."},
    BulkAct.FEATURE: {
        "topic": "Choose the topic that they are to be on top of.",
        "until": "Write until when they are to be on top.",
    },
}


class BulkForm(forms.Form):
    """What to do with the articles picked; `arguments` are the action's."""

    what = forms.ChoiceField(choices=[c for c in BulkAct.choices if c[0] not in NOT_CHOSEN])
    quality = NumberField(label="Score", min_value=0, max_value=MAX_SCORE, required=False)
    topic = forms.CharField(label="Topic", max_length=MAX_TOPIC, required=False)
    until = MomentField(label="Until", required=False)
    reason = forms.CharField(label="Reason", max_length=MAX_REASON, required=False)

    def clean_topic(self) -> int | None:
        name = self.cleaned_data["topic"]
        if not name or self.cleaned_data.get("what") not in TOPIC_ACTS:
            return None
        topic = Topics().find(name)
        if topic is None:
            raise forms.ValidationError(f"There is no topic “{name}”: choose one of the list.")
        return topic.pk

    def clean(self) -> dict[str, Any]:
        for name, missing in self._needed.items():
            if name not in self.errors and self.cleaned_data.get(name) is None:
                self.add_error(name, missing)
        return self.cleaned_data

    @property
    def _needed(self) -> dict[str, str]:
        return NEEDS.get(self.cleaned_data.get("what", ""), {})

    @property
    def arguments(self) -> dict[str, Any]:
        what = self.cleaned_data["what"]
        if what == BulkAct.REJECT:
            return {"reason": self.cleaned_data["reason"]}
        found = {name: self.cleaned_data[name] for name in self._needed}
        return found | ({"until": found["until"].isoformat()} if "until" in found else {})

    @property
    def problem(self) -> str:
        return next((str(error) for errors in self.errors.values() for error in errors), "")


class StartForm(forms.Form):
    """How many articles it was said to be; after a drift, those that were seen or all there are."""

    count = NumberField(min_value=0, max_value=LARGEST)
    which = forms.ChoiceField(choices=[("seen", ""), ("now", "")], required=False)
