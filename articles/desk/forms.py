"""What the desk's forms accept. `cleaned_data` holds the keyword arguments of the action."""

from __future__ import annotations

from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict

from articles.actions.articles import MAX_EXCERPT, MAX_SCORE, MAX_TITLE
from articles.models import Article, Image, Topic
from articles.text import display_excerpt

SPARE = 2  # empty places after an article's topics, to add some


class ActForm(forms.Form):
    """`key` is not the action's: `articles.desk.act_keys` makes the act of it."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)


class VersionForm(ActForm):
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class ScoreForm(VersionForm):
    quality = forms.IntegerField(label="Score", min_value=0, max_value=MAX_SCORE, required=False)


class FoldForm(VersionForm):
    into = forms.ModelChoiceField(Article.objects.all(), widget=forms.HiddenInput)


class LinkForm(VersionForm):
    target = forms.ModelChoiceField(Article.objects.all(), required=False, widget=forms.HiddenInput)
    url = forms.CharField(label="Address", max_length=2000, required=False)
    title = forms.CharField(label="Title", max_length=MAX_TITLE, required=False)

    def clean(self) -> dict[str, object]:
        if not self.cleaned_data.get("target") and not self.cleaned_data.get("url"):
            self.add_error("url", "Paste the address of the story to link, https:// and all.")
        return self.cleaned_data


class MoveForm(VersionForm):
    to = forms.IntegerField(min_value=0, max_value=1000, widget=forms.HiddenInput)


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
        super().__init__(data, initial=_initial(article))
        self.pictures = [row.image for row in article.article_images.all()]
        cast(OrderedField, self.fields["images"]).queryset = Image.objects.filter(
            article_images__article=article
        )

    def clean_images(self) -> list[Image]:
        images = self.cleaned_data["images"]
        if len(images) != len(self.pictures):
            raise ValidationError(self.fields["images"].error_messages["twice"])
        return images

    @property
    def topic_places(self) -> list[str]:
        return [*self._keys("topics"), *[""] * SPARE]

    @property
    def image_places(self) -> list[str]:
        return self._keys("images")

    def _keys(self, name: str) -> list[str]:
        return [str(key) for key in self[name].value() or [] if key]


def _initial(article: Article) -> dict[str, object]:
    return {
        "version": article.version,
        "title": article.headline,
        "excerpt": display_excerpt(article.excerpt),
        "topics": [topic.pk for topic in article.listed_topics],
        "images": [row.image_id for row in article.article_images.all()],
    }
