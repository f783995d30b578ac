"""What the desk's forms accept. `cleaned_data` holds the keyword arguments of the action."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model
from django.http import QueryDict

from articles.http import JSONField
from articles.models import Article, Image, Topic
from articles.paging import LARGEST
from articles.queue.fields import NumberField
from articles.seeds.limits import MAX_EXCERPT, MAX_SCORE, MAX_TITLE
from articles.text import display_excerpt
from articles.weburls import MAX_LENGTH

EDITED = ("title", "excerpt", "topics", "images")
SCORES = f"write a whole number from 0 to {MAX_SCORE:,}, or nothing to take it off"
SPARE = 2  # empty places after an article's topics, to add some


class ActForm(forms.Form):
    """`key` is not the action's: `articles.desk.act_keys` makes the act of it."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)


class VersionForm(ActForm):
    version = NumberField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)


class ScoreForm(VersionForm):
    quality = NumberField(
        label="Score",
        required=False,
        validators=[
            MinValueValidator(0, f"%(show_value)s is no score: {SCORES}."),
            MaxValueValidator(MAX_SCORE, f"%(show_value)s is no score: {SCORES}."),
        ],
        error_messages={"invalid": f"That is no score: {SCORES}."},
    )


class FoldForm(VersionForm):
    """Folds, and merges: `into` is the one that leads or stays."""

    into = forms.ModelChoiceField(Article.objects.all(), widget=forms.HiddenInput)


class LinkForm(VersionForm):
    target = forms.ModelChoiceField(Article.objects.all(), required=False, widget=forms.HiddenInput)
    url = forms.CharField(label="Address", max_length=MAX_LENGTH, required=False)
    title = forms.CharField(label="Title", max_length=MAX_TITLE, required=False)

    def clean(self) -> dict[str, object]:
        if not self.cleaned_data.get("target") and not self.cleaned_data.get("url"):
            self.add_error("url", "Paste the address of the story to link, https:// and all.")
        return self.cleaned_data


class SuggestionForm(VersionForm):
    other = forms.ModelChoiceField(
        Article.objects.all(),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "What was suggested is not here any more."},
    )


class MoveForm(VersionForm):
    to = NumberField(min_value=0, max_value=1000, widget=forms.HiddenInput)


class UndoForm(ActForm):
    group = forms.UUIDField(widget=forms.HiddenInput)


class OrderedField(forms.ModelMultipleChoiceField):
    """Several rows in the order in which they were posted; empty places are left out."""

    def clean(self, value: list[str] | None) -> list[Model]:  # type: ignore[override]
        keys = [key for key in value or [] if key]
        if len(set(keys)) < len(keys):
            raise ValidationError(self.error_messages["twice"])
        try:
            found = {str(row.pk): row for row in super().clean(keys)}
        except OverflowError:  # SQLite: beyond any row's number
            raise ValidationError("One of the choices does not exist.") from None
        return [found[key] for key in keys if key in found]


class EditForm(VersionForm):
    """`was` is what the fields said when the form was opened: with it, an edit that comes too late
    can be merged. It is nothing of the action's."""

    was = JSONField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        max_length=MAX_TITLE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "An article needs a title."},
    )
    excerpt = forms.CharField(
        max_length=MAX_EXCERPT, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    topics = OrderedField(
        Topic.objects.all(),
        required=False,
        error_messages={"twice": "Each topic can be listed once."},
    )
    images = OrderedField(
        Image.objects.none(),
        required=False,
        error_messages={"twice": "Each picture has one place: pick every picture once."},
    )

    def __init__(self, article: Article, data: QueryDict | None = None) -> None:
        shown = shown_values(article)
        initial = {**shown, "version": article.version, "was": shown}
        super().__init__(data, initial=initial)
        self.pictures = [row.image for row in article.article_images.all()]
        cast(OrderedField, self.fields["images"]).queryset = Image.objects.filter(
            article_images__article=article
        )

    def clean_images(self) -> list[Image]:
        images = self.cleaned_data["images"]
        if len(images) != len(self.pictures):
            raise ValidationError(self.fields["images"].error_messages["twice"])
        return images

    def clean(self) -> dict[str, object]:
        self.base = _opened_with(self.cleaned_data.pop("was", None))
        return self.cleaned_data

    @property
    def typed_values(self) -> dict[str, Any]:
        """Return what was typed, as `shown_values` has it."""
        lists = {name: [row.pk for row in self.cleaned_data[name]] for name in ("topics", "images")}
        return {**{name: self.cleaned_data[name] for name in ("title", "excerpt")}, **lists}

    @property
    def topic_places(self) -> list[str]:
        return [*self._keys("topics"), *[""] * SPARE]

    @property
    def image_places(self) -> list[str]:
        return self._keys("images")

    def _keys(self, name: str) -> list[str]:
        return [str(key) for key in self[name].value() or [] if key]


def shown_values(article: Article) -> dict[str, Any]:
    """Return what `EDITED` fields say, as plain values: rows by their keys."""
    return {
        "title": article.headline,
        "excerpt": display_excerpt(article.excerpt),
        "topics": [topic.pk for topic in article.listed_topics],
        "images": [row.image_id for row in article.article_images.all()],
    }


def _opened_with(was: object) -> dict[str, Any]:
    """Return those of the values that can be what `shown_values` said."""
    given = was if isinstance(was, dict) else {}
    texts = {name: given.get(name) for name in ("title", "excerpt")}
    lists = {name: given.get(name) for name in ("topics", "images")}
    return {name: text for name, text in texts.items() if isinstance(text, str)} | {
        name: keys
        for name, keys in lists.items()
        if isinstance(keys, list) and all(isinstance(key, int) for key in keys)
    }
