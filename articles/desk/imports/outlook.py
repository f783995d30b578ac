"""What matters of an import, in a sentence: before it is done, and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.urls import reverse

from articles import wording
from articles.actions.catalog import Topics
from articles.desk.imports.classes import (
    ARTICLES,
    CHANGED,
    CHANGED_GONE,
    CHANGED_PUBLIC,
    CONFLICT_GONE,
    CONFLICT_PUBLIC,
    DUPLICATE,
    HELD,
    LATER,
    OTHERS_CHANGED,
    OTHERS_NEW,
    PUBLIC,
)
from articles.ingest.batch_counts import SKIPPED
from articles.models import ENDED, BatchState, ImportBatch
from articles.seeds.kinds import FileResult
from articles.seeds.topic_names import name_key

IN_CONFLICT = "in conflict with what editors said"
TOPICS_SHOWN = 5
MAKES_TOPICS = (FileResult.NEW, FileResult.CONTENT, FileResult.CONFLICT)


class Part(NamedTuple):
    """`name` is the class of files that it counts and leads to, "" for none; `of_these` says what
    becomes of some or all of them."""

    number: int
    text: str
    name: str = ""
    of_these: Sequence[Part] = ()


class Outlook(NamedTuple):
    """`parts` are what matters, at the address `here`; `topics` names the new ones, `left_out` says
    what “Import all” does not bring in, "" for nothing."""

    here: str
    parts: list[Part]
    topics: str = ""
    left_out: str = ""


def outlook(batch: ImportBatch, figures: Mapping[str, int]) -> Outlook | None:
    """Return None where there is nothing to say yet, or any more; it may have no numbers."""
    if batch.state == BatchState.READY:
        return _before(batch, figures)
    return _after(batch, figures) if batch.state in ENDED else None


def _before(batch: ImportBatch, figures: Mapping[str, int]) -> Outlook:
    states = [
        _part(figures, PUBLIC, "goes public", "go public"),
        _part(figures, LATER, "waits for its time", "wait for their time"),
        _part(figures, HELD, "is held", "are held"),
    ]
    changed = _part(figures, CHANGED, "article changes", "articles change")
    conflict = _part(figures, FileResult.CONFLICT, f"is {IN_CONFLICT}", f"are {IN_CONFLICT}")
    moves = ("goes public", "go public"), ("leaves the site", "leave the site")
    topics = new_topics(batch)
    parts = [
        _new(figures, states),
        _moving(figures, changed, (CHANGED_PUBLIC, CHANGED_GONE), moves),
        _moving(figures, conflict, (CONFLICT_PUBLIC, CONFLICT_GONE), moves),
        _part(figures, OTHERS_NEW, "other new file", "other new files"),
        _part(figures, OTHERS_CHANGED, "other file changes", "other files change"),
        _numbered(len(topics), "new topic", "new topics"),
        _part(figures, DUPLICATE, "looks like a duplicate", "look like duplicates"),
        *_refused(figures),
    ]
    return Outlook(_here(batch), _any(parts), _names(topics), _rest(figures))


def _after(batch: ImportBatch, figures: Mapping[str, int]) -> Outlook:
    states = [
        _part(figures, PUBLIC, "went public", "went public"),
        _part(figures, LATER, "waits for its time", "wait for their time"),
        _part(figures, HELD, "was held", "were held"),
    ]
    changed = _part(figures, CHANGED, "article changed", "articles changed")
    kept = ("keeps what an editor said", "keep what editors said")
    conflict = _part(figures, FileResult.CONFLICT, *kept)
    moves = ("went public", "went public"), ("left the site", "left the site")
    parts = [
        _new(figures, states),
        _moving(figures, changed, (CHANGED_PUBLIC, CHANGED_GONE), moves),
        _moving(figures, conflict, (CONFLICT_PUBLIC, CONFLICT_GONE), moves),
        _part(figures, OTHERS_NEW, "other new file", "other new files"),
        _part(figures, OTHERS_CHANGED, "other file changed", "other files changed"),
        _part(figures, DUPLICATE, "looks like a duplicate", "look like duplicates"),
        *_refused(figures),
        _part(figures, SKIPPED, "was left out", "were left out"),
    ]
    return Outlook(_here(batch), _any(parts))


def _new(figures: Mapping[str, int], states: list[Part]) -> Part:
    new = _part(figures, ARTICLES, "new article", "new articles")
    return new._replace(of_these=_any(states))


def _moving(
    figures: Mapping[str, int],
    part: Part,
    names: tuple[str, str],
    moves: tuple[tuple[str, str], tuple[str, str]],
) -> Part:
    """Return the part with those of its articles that come to the site, and that leave it."""
    pairs = zip(names, moves, strict=True)
    return part._replace(of_these=_any([_part(figures, name, *words) for name, words in pairs]))


def _refused(figures: Mapping[str, int]) -> list[Part]:
    return [
        _part(figures, FileResult.ERROR, "cannot be read", "cannot be read"),
        _part(figures, FileResult.CLASH, "clashes with another story", "clash with other stories"),
    ]


def _rest(figures: Mapping[str, int]) -> str:
    parts = [
        _part(figures, FileResult.ERROR, "broken file", "broken files"),
        _part(figures, FileResult.CLASH, "clash", "clashes"),
        _part(figures, SKIPPED, "that you left out", "that you left out"),
        _part(figures, FileResult.IGNORED, "that is no article", "that are no articles"),
    ]
    named = [part.text for part in _any(parts)]
    return f"“Import all” leaves out {wording.listing(named)}." if named else ""


def new_topics(batch: ImportBatch) -> list[str]:
    """Return the names of the topics that it would make, each once. An index holds all of it."""
    items = batch.items.filter(result__in=MAKES_TOPICS, skip=False).exclude(new_topics="")
    columns = items.order_by("new_topics").values_list("new_topics", flat=True).distinct()
    names = {name_key(name): name for column in columns for name in column.split("\n")}
    here = Topics()
    return [name for name in names.values() if here.find(name) is None]


def _names(topics: list[str]) -> str:
    if len(topics) <= TOPICS_SHOWN:
        return wording.listing(topics)
    return f"{', '.join(topics[:TOPICS_SHOWN])} and {len(topics) - TOPICS_SHOWN:,} more"


def _here(batch: ImportBatch) -> str:
    return reverse("desk:import-detail", args=[batch.pk])


def _any(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part.number]


def _part(figures: Mapping[str, int], name: str, one: str, many: str) -> Part:
    return _numbered(figures[name], one, many)._replace(name=name)


def _numbered(number: int, one: str, many: str) -> Part:
    return Part(number, f"{number:,} {one if number == 1 else many}")
