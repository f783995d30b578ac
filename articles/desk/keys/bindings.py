"""Which key does what on the desk, for everybody and for somebody who would rather have another."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.models import User
from django.urls import reverse

from articles.accounts import desk_settings
from articles.desk.addresses import queue_named
from articles.http import Request
from articles.permissions import may_import

QUEUE, ARTICLE, CONFLICTS, MANY = "queue", "article", "conflicts", "many"
CALENDAR, RULES, IMPORTS = "calendar", "rules", "imports"
DUPLICATES, STORY = "duplicates", "story"
DECIDING = (QUEUE, ARTICLE, CONFLICTS, CALENDAR, DUPLICATES, STORY)
EVERYWHERE = (*DECIDING, MANY, RULES, IMPORTS)  # many articles: the basket, and an act on them
OFFERED = (QUEUE, ARTICLE, STORY)  # where something may seem to belong to it
# Letters of other scripts count by where they are, and digits score.
USABLE = frozenset(string.ascii_letters + string.punctuation)


@dataclass(frozen=True, slots=True)
class Binding:
    """`second` is a key of its own for layouts on which `key` is none."""

    name: str
    key: str
    says: str
    pages: tuple[str, ...] = (QUEUE, ARTICLE)
    second: str = ""


class Shown(NamedTuple):
    keys: list[str]
    says: str


class Place(NamedTuple):
    """Where `g` and then `key` lead."""

    key: str
    label: str
    address: str


BINDINGS = (
    Binding("down", "j", "next", (QUEUE, CONFLICTS, RULES, DUPLICATES, STORY)),
    Binding("up", "k", "previous", (QUEUE, CONFLICTS, RULES, DUPLICATES, STORY)),
    Binding("open", "o", "open the article’s page", (QUEUE, STORY), "Enter"),
    Binding("original", "v", "open the original in a new tab"),
    Binding("publish", "p", "publish"),
    Binding("hold", "u", "hold: take it off the site, or keep it off"),
    Binding("agree", "a", "agree: it stays as it is, pinned"),
    Binding("reject", "#", "reject", second="Delete"),
    Binding(
        "take",
        "y",
        "link or join what is suggested; take the seed’s; agree to what it changed",
        OFFERED,
    ),
    Binding("keep", "n", "refuse what is suggested; or keep ours in a conflict", OFFERED),
    Binding("keep-left", "y", "the same story: the left one stays", (DUPLICATES,)),
    Binding("keep-right", "w", "the same story: the right one stays", (DUPLICATES,)),
    Binding("keep-apart", "n", "not the same: never offered again", (DUPLICATES,)),
    Binding("lower", ",", "score five down"),
    Binding("higher", ".", "score five up"),
    Binding("exact", "q", "type an exact score"),
    Binding("suggested", "=", "take the suggested score"),
    Binding("link", "l", "link related coverage"),
    Binding("fold", "f", "fold it into another story; or merge the story with another", OFFERED),
    Binding("lead", "m", "make it the lead of the story that it is folded into", OFFERED),
    Binding("feature", "s", "put it on top of a topic until a time"),
    Binding("edit", "e", "edit title, text, topics"),
    Binding(
        "undo", "z", "undo the last that you did today, sent or not, and the one before", DECIDING
    ),
    Binding("previous-page", "[", "the page before", (QUEUE,)),
    Binding("next-page", "]", "the next page", (QUEUE,)),
    Binding("earlier", "h", "the week before", (CALENDAR,), "["),
    Binding("later", "l", "the week after", (CALENDAR,), "]"),
    Binding(
        "refresh",
        "r",
        "the list as it is now: with what is new, without what is done",
        (QUEUE, DUPLICATES),
    ),
    Binding("pane", "h", "hide the reading pane beside headlines, or show it", (QUEUE,)),
    Binding("pick", "x", "pick the row, to act on those picked together", (QUEUE, STORY)),
    Binding("pick-here", "X", "pick all from the last one picked to here", (QUEUE,)),
    Binding("pick-matching", "*", "pick all that match", (QUEUE,)),
    Binding("pick-source", "S", "pick all of its source", (QUEUE,)),
    Binding("pick-day", "D", "pick all of its day", (QUEUE,)),
    Binding("pick-copies", "C", "pick its copies", (QUEUE,)),
    Binding("topic", "t", "give those picked a topic", (QUEUE,)),
    Binding("basket", "b", "into the basket, or out of it: the row, or those picked", (QUEUE,)),
    Binding("go", "g", "go to, with a second key", EVERYWHERE),
    Binding("search", "/", "search", EVERYWHERE),
    Binding("help", "?", "this help", EVERYWHERE),
)
DEFAULTS = {binding.name: binding.key for binding in BINDINGS}
PAGES = {binding.name: binding.pages for binding in BINDINGS}
SAYS = {binding.name: binding.says for binding in BINDINGS}


@dataclass(frozen=True)
class Keys:
    """Somebody's keys; `are_off` tells whether they want none."""

    changed: Mapping[str, str]
    are_off: bool

    def __getitem__(self, name: str) -> str:
        return self.changed.get(name, DEFAULTS[name])

    @property
    def by_name(self) -> dict[str, list[str]]:
        """Return each binding's keys, for scripts."""
        return {b.name: [self[b.name], *([b.second] if b.second else [])] for b in BINDINGS}

    def shown(self, page: str) -> list[Shown]:
        keys = self.by_name
        return [Shown(keys[b.name], b.says) for b in BINDINGS if page in b.pages]


def keys_of(user: User) -> Keys:
    chosen = desk_settings.of(user)
    return Keys({n: key for n, key in chosen.keys.items() if n in DEFAULTS}, chosen.keys_off)


def places(request: Request) -> list[Place]:
    there = [
        *(_queue("r", "Needs review", "review"), _queue("p", "Published", "decided-published")),
        _queue("u", "Held", "decided-held"),
        Place("c", "Conflicts", reverse("desk:conflict-list")),
        Place("b", "Basket", reverse("desk:basket")),
        Place("t", "Stories", reverse("desk:stories")),
        Place("l", "Rules", reverse("desk:rules")),
        Place("s", "Sources", reverse("desk:sources")),
        Place("d", "Calendar: dates of what is planned", reverse("desk:calendar")),
        Place("m", "For you: mentions", reverse("desk:for-you")),
        Place("n", "Numbers", reverse("desk:numbers")),
        Place("h", "What you did today", reverse("desk:act-list")),
        Place("y", "History", reverse("desk:history")),
    ]
    if may_import(request.user):
        there.append(Place("i", "Imports", reverse("desk:imports")))
    return there


def _queue(key: str, label: str, name: str) -> Place:
    return Place(key, label, queue_named(name))


def clashes(keys: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with these keys, by the name of the binding, in words."""
    taken: dict[tuple[str, str], str] = {}  # by page: what never meets may share a key
    wrong = {}
    for name, key in keys.items():
        places = [(page, key) for page in PAGES[name]]
        other = next((taken[place] for place in places if place in taken), None)
        if key not in USABLE:
            wrong[name] = "Give one Latin letter or sign; digits score, and Space scrolls."
        elif other:
            wrong[name] = (
                f"“{key}” is already the key for: {SAYS[other]}. Give one of them another."
            )
        else:
            taken |= dict.fromkeys(places, name)
    return wrong
