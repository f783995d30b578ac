"""What matters of an import, in a sentence: before it is done, and after."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count
from django.urls import reverse

from articles.desk.imports import duplicates
from articles.models import BatchState, ImportBatch, State
from articles.seeds.kinds import FileKind, FileResult

UPDATES = (FileResult.CONTENT, FileResult.CONFLICT)


class Part(NamedTuple):
    number: int
    text: str
    address: str


class Tally(NamedTuple):
    public: int
    held: int
    skipped: int

    @property
    def new(self) -> int:
        return self.public + self.held


class Outlook(NamedTuple):
    """`states` are what becomes of the `new` ones, `others` whatever else matters; `left_out` says
    what “Import all” does not bring in, "" for nothing."""

    new: Part
    states: list[Part]
    others: list[Part]
    left_out: str = ""


def outlook(batch: ImportBatch) -> Outlook | None:
    """Return None where there is nothing to say yet, or any more; it may have no numbers."""
    if batch.state == BatchState.READY:
        return _before(batch)
    return _after(batch) if batch.state == BatchState.DONE else None


def _before(batch: ImportBatch) -> Outlook:
    tally = _tally(batch)
    here = reverse("desk:import-detail", args=[batch.pk])
    updates = sum(batch.counts.get(result, 0) for result in UPDATES)
    alike = duplicates.of(batch.items.filter(skip=False)).count()
    topics, broken = batch.counts.get("topics", 0), batch.counts.get(FileResult.ERROR, 0)
    states = [
        _part(tally.public, "go public", "goes public"),
        _part(tally.held, "are held", "is held"),
    ]
    others = [
        _part(updates, "articles change", "article changes", f"{here}?class={FileResult.CONTENT}"),
        _part(topics, "new topics", "new topic"),
        _part(alike, "look like duplicates", "looks like a duplicate", f"{here}?class=duplicate"),
        _part(broken, "cannot be read", "cannot be read", f"{here}?class={FileResult.ERROR}"),
        _clashes(batch, here),
    ]
    new = _part(tally.new, "new articles", "new article", f"{here}?class={FileResult.NEW}")
    return Outlook(new, _any(states), _any(others), _left_out(batch, tally))


def _after(batch: ImportBatch) -> Outlook:
    tally = _tally(batch)
    kept = batch.counts.get(FileResult.CONFLICT, 0)
    queue = f"{reverse('desk:queue')}?queue=all&batch={batch.pk}"
    here = reverse("desk:import-detail", args=[batch.pk])
    public, held = (0, tally.new) if batch.hold else (tally.public, tally.held)
    states = [
        _part(public, "went public", "went public", f"{queue}&state={State.PUBLISHED}"),
        _part(held, "were held", "was held", f"{queue}&state={State.UNPUBLISHED}"),
    ]
    address = f"{here}?class={FileResult.CONFLICT}"
    others = [
        _part(kept, "keep what editors said", "keeps what an editor said", address),
        _clashes(batch, here),
    ]
    new = _part(tally.new, "new articles", "new article", queue)
    return Outlook(new, _any(states), _any(others))


def _clashes(batch: ImportBatch, here: str) -> Part:
    number = batch.counts.get(FileResult.CLASH, 0)
    address = f"{here}?class={FileResult.CLASH}"
    return _part(number, "have another story's address", "has another story's address", address)


def _tally(batch: ImportBatch) -> Tally:
    """Count new articles by what their files say; what the columns do not say yet counts as none.
    An index holds all of it."""
    columns = ("kind", "result", "state", "skip")
    rows = batch.items.order_by().values_list(*columns).annotate(Count("pk"))
    public = held = skipped = 0
    for kind, result, state, skip, count in rows:
        if skip:
            skipped += count
        elif kind == FileKind.ARTICLE and result == FileResult.NEW and state:
            held += count if state == State.UNPUBLISHED else 0
            public += count if state != State.UNPUBLISHED else 0
    return Tally(public, held, skipped)


def _left_out(batch: ImportBatch, tally: Tally) -> str:
    parts = [
        _part(batch.counts.get(FileResult.ERROR, 0), "broken files", "broken file"),
        _part(batch.counts.get(FileResult.CLASH, 0), "address clashes", "address clash"),
        _part(tally.skipped, "that you left out", "that you left out"),
        _part(batch.counts.get(FileResult.IGNORED, 0), "that are no articles", "that is none"),
    ]
    named = [part.text for part in _any(parts)]
    return f"“Import all” leaves out {' and '.join(named)}." if named else ""


def _any(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part.number]


def _part(number: int, many: str, one: str, address: str = "") -> Part:
    return Part(number, f"{number:,} {one if number == 1 else many}", address)
