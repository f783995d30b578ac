"""The form of an article: every change in it is an action of the desk's."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.actions import articles as actions
from articles.actions import links
from articles.admin.forms import ActionForm
from articles.models import Article, Image, RelatedLink, Topic
from articles.queue.fields import NumberField
from articles.seeds.limits import MAX_EXCERPT, MAX_SCORE, MAX_TITLE
from articles.text import display_excerpt

DECISIONS = {
    "publish": ("Publish", actions.publish),
    "unpublish": ("Hold", actions.unpublish),
    "reject": ("Reject", actions.reject),
    "agree": ("Agree: pin the state as it is", actions.agree),
    "reopen": ("Reopen for review", actions.reopen),
}


class LinksField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, row: RelatedLink) -> SafeString:
        source = row.provider_name or row.provider_domain
        return format_html(
            '<bdi>{}</bdi> <span class="from">{}, by the {}</span>',
            *(row.headline, source, row.get_origin_display().lower()),
        )


class ArticleForm(ActionForm):
    headline = forms.CharField(max_length=MAX_TITLE, widget=forms.Textarea({"rows": 2}))
    summary = forms.CharField(
        max_length=MAX_EXCERPT, required=False, widget=forms.Textarea({"rows": 4})
    )
    points = NumberField(
        label="Score",
        min_value=0,
        max_value=MAX_SCORE,
        required=False,
        help_text="Empty is unscored. The rule then decides the state anew, unless a person has "
        "pinned it.",
    )
    listed = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label="Topics",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="In their order; those added come last. The desk can change the order.",
    )
    decision = forms.ChoiceField(
        choices=[("", "Leave as it is"), *((key, label) for key, (label, _) in DECISIONS.items())],
        required=False,
    )

    unlink = LinksField(
        RelatedLink.objects.none(),
        label="Remove",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick what is to go. The desk can change the order.",
    )
    link_url = forms.CharField(
        label="Add by address",
        required=False,
        widget=AdminTextInputWidget,
        help_text="The address of one of our own articles needs no title.",
    )
    link_title = forms.CharField(
        label="Its title",
        max_length=MAX_TITLE,
        required=False,
        widget=AdminTextInputWidget,
    )

    class Meta:
        model = Article
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(
            headline=self.instance.headline,
            summary=display_excerpt(self.instance.excerpt),
            points=self.instance.quality,
            listed=self._topics(),
        )
        cast(LinksField, self.fields["unlink"]).queryset = self.instance.links.all()
        if not self.instance.links.exists():
            self.fields["unlink"].help_text = "Nothing is linked yet."

    def act(self, cleaned: dict[str, Any]) -> Article:
        """Do several acts if need be: each goes on from the version that the last one left."""
        row = self._link(self._edit(cleaned), cleaned)
        if cleaned["points"] != row.quality:
            row = actions.score(
                article=row, by=self.by, version=row.version, quality=cleaned["points"]
            ).row
        if cleaned["decision"]:
            _, decide = DECISIONS[cleaned["decision"]]
            row = decide(article=row, by=self.by, version=row.version).row
        return row

    def _edit(self, cleaned: dict[str, Any]) -> Article:
        return actions.edit(
            article=self.instance,
            by=self.by,
            version=cleaned["seen"] or 0,
            title=cleaned["headline"],
            excerpt=cleaned["summary"],
            topics=self._in_order(list(cleaned["listed"])),
            images=list(
                Image.objects.filter(article_images__article=self.instance).order_by(
                    "article_images__position"
                )
            ),
        ).row

    def _link(self, row: Article, cleaned: dict[str, Any]) -> Article:
        for link in cleaned["unlink"]:
            row = links.remove(article=row, by=self.by, version=row.version, link=link).row
        if cleaned["link_url"] or cleaned["link_title"]:
            row = links.add(
                article=row,
                by=self.by,
                version=row.version,
                url=cleaned["link_url"],
                title=cleaned["link_title"],
            ).row
        return row

    def _topics(self) -> list[Topic]:
        rows = self.instance.article_topics.filter(position__isnull=False)
        return [row.topic for row in rows.select_related("topic").order_by("position")]

    def _in_order(self, chosen: list[Topic]) -> list[Topic]:
        """Undo the form's sorting by name: what was listed stays, what is new comes last."""
        before = self._topics()
        staying = [topic for topic in before if topic in chosen]
        return staying + [topic for topic in chosen if topic not in before]
