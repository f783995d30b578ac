"""Topics as readers meet them: one by its address, where it stands, and all as a tree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.display.prepared import NUMBER, TEXT, Prepared
from articles.models import BEING_UNDONE, ArticleTopic, Event, Topic, TopicRedirect
from articles.seeds.topic_names import address_key
from articles.text import display_text

SECTIONS = 8  # as many root topics as the masthead names
COLUMNS = ("pk", "slug", "name", "short_name")
DEEPEST = 5  # levels that a tree has at most
# Of a topic and of all above it.
COLUMNS_UPWARDS = [f"{'parent__' * level}{name}" for level in range(DEEPEST) for name in COLUMNS]


@dataclass(frozen=True, slots=True)
class Node:
    pk: int
    slug: str
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class TopicDetail:
    topic: Node
    description: str
    ancestors: list[Node]

    @property
    def root(self) -> Node:
        return [*self.ancestors, self.topic][0]


@dataclass(frozen=True, slots=True)
class Branch:
    topic: Node
    description: str
    branches: list[Branch]


def in_navigation(topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """Return the topics to lead readers to: accepted ones that have stories."""
    return topics.filter(_has_stories(), accepted=True)


def _has_stories() -> Exists:
    return Exists(ArticleTopic.objects.listed().filter(topic=OuterRef("pk")))


DETAIL = Prepared(
    TEXT, lambda slug: Topic.objects.filter(slug=slug).values_list("description", *COLUMNS_UPWARDS)
)
# The root topics of the masthead, and those right below one.
ROOTS_AND_CHILDREN = Prepared(
    NUMBER,
    lambda topic: in_navigation(Topic.objects.filter(Q(parent=None) | Q(parent=topic))).values_list(
        *COLUMNS, "parent_id"
    ),
)
NO_TOPIC = 0


def detail(slug: str) -> TopicDetail | None:
    for description, *values in DETAIL(slug):
        topic, *above = [
            _node(*values[start : start + len(COLUMNS)])
            for start in range(0, len(values), len(COLUMNS))
            if values[start]
        ]
        return TopicDetail(topic, display_text(description), above[::-1])
    return None


def sections_and_children(topic: int) -> tuple[list[Node], list[Node]]:
    # One query for both: every page has a masthead.
    roots: list[Node] = []
    children: list[Node] = []
    for *node, parent in ROOTS_AND_CHILDREN(topic):
        (roots if parent is None else children).append(_node(*node))
    return roots[:SECTIONS], children


def sections() -> list[Node]:
    return sections_and_children(NO_TOPIC)[0]


def current_slug(address: str) -> str | None:
    """Return the slug of the topic that had this address, or has it in lower case and composed."""
    slugs = {address, address_key(address)}
    redirects = TopicRedirect.objects.filter(slug__in=slugs).order_by("pk")
    moved = dict(redirects.values_list("slug", "topic__slug"))
    here = Topic.objects.filter(slug=address_key(address)).values_list("slug", flat=True)
    return moved.get(address) or here.first() or moved.get(address_key(address))


def tree() -> list[Branch]:
    """Return what readers may find, each topic below its parent: what waits to be accepted is left
    out, with all below it, and what came with an import that was undone and has no stories."""
    children: defaultdict[int | None, list[tuple[Node, str]]] = defaultdict(list)
    accepted = Topic.objects.filter(_has_stories() | ~_went_with_import(), accepted=True)
    for *node, description, parent in accepted.values_list(*COLUMNS, "description", "parent_id"):
        children[parent].append((_node(*node), display_text(description)))

    def grow(parent: int | None) -> list[Branch]:
        return [Branch(node, text, grow(node.pk)) for node, text in children[parent]]

    return grow(None)


def _went_with_import() -> Q:
    """Return the condition on what is here only for the articles that were withdrawn with it."""
    events = Event.objects.order_by().filter(topic=OuterRef("pk"))
    by_hand = events.filter(batch=None).exclude(action="undo")
    made = events.arrivals().filter(batch__state__in=BEING_UNDONE)
    return Q(Exists(made) & ~Exists(by_hand))


def _node(pk: int, slug: str, name: str, short: str) -> Node:
    shown = display_text(name)
    return Node(pk, slug, shown, display_text(short) or shown)
