"""Topics as the tree they form, and the addresses they once had."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, ClassVar, Protocol

from django.contrib import admin, messages
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.actions import topics as actions
from articles.actions.topic_index import Given, thresholds
from articles.admin.base import Managed, WithEvents, thumbnail
from articles.admin.forms import ActionForm, ActsOnSave, LinesField
from articles.http import Request
from articles.models import Topic
from articles.models.topic import MAX_THRESHOLD
from articles.queue.fields import NumberField
from articles.site import choices

INDENT = "\u2003"  # an em space a level
FIELDS = (
    *("name", "short_name", "aliases", "slug", "parent", "description", "keywords", "order"),
    *("threshold", "accepted"),
)


class TopicForm(ActionForm):
    keywords = LinesField(required=False, help_text="One a line.")
    aliases = LinesField(
        required=False,
        help_text="Other names that seeds use, one a line: what they name so is filed here.",
    )

    threshold = NumberField(
        required=False,
        min_value=0,
        max_value=MAX_THRESHOLD,
        help_text="From which score the rule publishes what has this topic as its first, or one "
        "below it. Empty: that of the nearest topic above, else the site's. Another number moves "
        "no article by itself: it holds for what is scored from then on.",
    )

    class Meta:
        model = Topic
        fields = [
            *("name", "short_name", "slug", "parent", "description", "order", "threshold"),
            "accepted",
        ]
        field_classes: ClassVar = {"order": NumberField}
        labels: ClassVar = {"accepted": "In the navigation"}
        help_texts: ClassVar = {
            "accepted": "Readers find the topic in menus, the list of topics and the site map."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = (
            "The last part of the page's address. Empty: made from the name. "
            "Readers who come by the old one are sent on."
        )
        self.initial["keywords"] = self.instance.keywords
        self.initial["aliases"] = self.instance.aliases

    def act(self, cleaned: dict[str, Any]) -> Topic:
        fields = {name: cleaned[name] for name in FIELDS}
        if not self.instance.pk:
            return actions.create(by=self.by, **fields).row
        version = cleaned["seen"] or 0
        return actions.edit(topic=self.instance, by=self.by, version=version, **fields).row


class InTree(Protocol):
    name: str
    depth: int


@admin.register(Topic)
class TopicAdmin(WithEvents, ActsOnSave, Managed):
    form = TopicForm
    list_display = ("in_tree", "slug", "short_name", "order", "threshold", "accepted", "image")
    list_filter = ("accepted",)
    actions = ("accept_chosen",)
    sortable_by = ()
    search_fields = ("name", "short_name", "slug")
    readonly_fields = ("image", "former_addresses", "holds")
    fields = (*FIELDS, "image", "seen")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        depths = [When(pk=pk, then=Value(depth)) for pk, depth in tree().items()]
        depth = Case(*depths, default=Value(0), output_field=IntegerField())
        return Topic.objects.select_related("picture", "parent").annotate(depth=depth)

    def get_ordering(self, request: HttpRequest) -> list[str | Combinable]:
        # Every topic below its parent.
        places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(tree())]
        if not places:
            return [
                "pk"
            ]  # without a condition, PostgreSQL would take the default for a column's place
        return [Case(*places, default=Value(0), output_field=IntegerField()).asc(), "pk"]

    @admin.action(description="Accept into the navigation")
    def accept_chosen(self, request: Request, queryset: QuerySet[Topic]) -> None:
        count = actions.accept(topics=queryset, by=request.user)
        noun = "topic" if count == 1 else "topics"
        self.message_user(request, f"Accepted {count:,} {noun}.", messages.SUCCESS)

    @admin.display(description="name")
    def in_tree(self, topic: InTree) -> SafeString:
        return format_html("{}{}", INDENT * topic.depth, topic.name)

    def get_fields(self, request: HttpRequest, topic: Topic | None = None) -> Any:
        if topic is None:
            return self.fields
        after = self.fields.index("threshold") + 1
        fields = (*self.fields[:after], "holds", *self.fields[after:])
        return (*fields, "former_addresses") if topic.old_slugs.exists() else fields

    @admin.display(description="threshold that holds")
    def holds(self, topic: Topic) -> str:
        given = thresholds().get(topic.pk, Given())
        giver = Topic.objects.filter(pk=given.topic).first() if given.topic else None
        whose = f"from {giver}" if giver else "the site's"
        return f"{choices.threshold(given.threshold)}, {whose if giver != topic else 'its own'}"

    @admin.display(description="former addresses")
    def former_addresses(self, topic: Topic) -> str:
        return ", ".join(topic.old_slugs.values_list("slug", flat=True))

    @admin.display(description="picture")
    def image(self, topic: Topic) -> SafeString | str:
        return thumbnail(topic.picture)


def tree() -> dict[int, int]:
    """Return the depth of every topic by primary key, parents before their children."""
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in Topic.objects.values_list("pk", "parent_id"):
        below[parent].append(pk)
    depths: dict[int, int] = {}
    waiting = [(pk, 0) for pk in reversed(below[None])]
    while waiting:
        pk, depth = waiting.pop()
        depths[pk] = depth
        waiting += [(child, depth + 1) for child in reversed(below[pk])]
    return depths
