"""What the pages of imports show of a batch and its files, beyond their own fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from articles import paging
from articles.desk.imports import duplicates
from articles.imports import command_runs
from articles.models import AT_WORK, BatchState, ImportBatch, ImportItem
from articles.seeds.kinds import WRITTEN, FileResult
from articles.times import duration

PAGE_SIZE = 50
SLOW_START = 15  # seconds without progress after which one wonders about the worker
CLASSES = {
    FileResult.NEW: "New",
    FileResult.CONTENT: "Changed",
    FileResult.CONFLICT: "Conflicts",
    FileResult.ERROR: "Errors",
    FileResult.METRICS: "Heat only",
    FileResult.IGNORED: "Not articles",
}
CANCELLABLE = (
    BatchState.UPLOADING,
    BatchState.READING,
    BatchState.READY,
    BatchState.APPLYING,
)
OF_FILES = (BatchState.READING, BatchState.APPLYING)  # the other phases go by changes
QUIET = (
    FileResult.METRICS,
    FileResult.IGNORED,
)  # what nobody needs to look at, so never shown first
TO_LOOK_AT = (
    FileResult.ERROR,
    FileResult.CONFLICT,
    FileResult.CONTENT,
    FileResult.NEW,
    *QUIET,
)
WORDS = {
    BatchState.UPLOADING: "Uploading",
    BatchState.READING: "Reading",
    BatchState.READY: "Waits for you",
    BatchState.APPLYING: "Importing",
    BatchState.DONE: "Imported",
    BatchState.CANCELLED: "Cancelled",
    BatchState.FAILED: "Failed",
    BatchState.UNDOING: "Undoing",
    BatchState.UNDONE: "Undone",
    BatchState.REDOING: "Importing again",
}


class NumbersField(forms.Field):
    """Rows by their numbers, at least one."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: list[str] | None) -> list[int]:
        texts = value or []
        if not all(text.isascii() and text.isdigit() and len(text) < 19 for text in texts):
            raise ValidationError("These are not files of an import.")
        return [int(text) for text in texts]


class ItemsForm(forms.Form):
    items = NumbersField()
    skip = forms.BooleanField(required=False, widget=forms.HiddenInput)  # reads "0" as no


@dataclass(frozen=True)
class Tab:
    """One class of a batch's files. `address` is its page, `part` the list alone."""

    name: str
    label: str
    count: int
    address: str
    part: str

    @property
    def shown(self) -> str:
        return f"{self.count:,}"


@dataclass(frozen=True)
class Progress:
    """How far a phase has got. `left` is in whole seconds, None as long as nothing can be said."""

    done: int
    total: int
    rate: int
    left: int | None
    stuck: bool
    unit: str

    @property
    def tens(self) -> int:
        """Per cent in steps of ten: often enough to be read aloud."""
        return min(10 * self.done // self.total, 10) * 10 if self.total else 0

    @property
    def said(self) -> str:
        """Such as "1,250 of 6,282 files, 640 a second, about 8 seconds left"."""
        if not self.done:
            return "Begins in a moment."
        count = f"{self.done:,}{f' of {self.total:,}' if self.total else ''} {self.unit}"
        parts = [count, f"{self.rate:,} a second"] if self.rate else [count]
        parts += [f"about {duration(self.left)} left"] if self.left is not None else []
        return ", ".join(parts)


@dataclass(frozen=True)
class Shown:
    """A batch as a line of the history and as the head of its page."""

    batch: ImportBatch

    @property
    def word(self) -> str:
        if self.nothing_new and self.batch.state in (BatchState.READY, BatchState.DONE):
            return "Nothing new"
        if self.by_command and self.batch.state == BatchState.CANCELLED:
            return "Interrupted"
        return WORDS[BatchState(self.batch.state)]

    @property
    def by(self) -> str:
        """Who sent it."""
        user = self.batch.by
        return user.get_short_name() or user.get_username() if user else "command line"

    @property
    def by_command(self) -> bool:
        """A command does it, or did, without a worker."""
        return self.batch.where.startswith(command_runs.WHERE)

    @property
    def at_work(self) -> bool:
        return self.batch.state in AT_WORK

    @property
    def files(self) -> int:
        return sum(self.batch.counts.get(name, 0) for name in (*CLASSES, FileResult.UNCHANGED))

    @property
    def brought_in(self) -> int:
        return sum(self.batch.counts.get(name, 0) for name in WRITTEN)

    @property
    def errors(self) -> int:
        return self.batch.counts.get(FileResult.ERROR, 0)

    @property
    def kept(self) -> int:
        return self.batch.counts.get("kept", 0)

    @property
    def kept_said(self) -> str:
        return (
            f"{self.kept:,} {'was' if self.kept == 1 else 'were'} kept: changed since, or in use."
        )

    @property
    def unknown(self) -> list[tuple[str, int]]:
        """Keys that nothing here uses, with the number of files that have them: the most frequent
        first. PostgreSQL does not keep the order of an object's keys."""
        counts: dict[str, int] = self.batch.counts.get("unknown", {})
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

    @property
    def can_cancel(self) -> bool:
        return self.batch.state in CANCELLABLE and not self.by_command

    @property
    def in_vain(self) -> bool:
        """Ended before anything was imported."""
        half = self.batch.state in (BatchState.CANCELLED, BatchState.FAILED)
        return half and not self.brought_in

    @property
    def nothing_new(self) -> bool:
        return not self.brought_in and not self.errors

    @property
    def quiet(self) -> str:
        """What is not worth a tab of its own: "4,012 of 6,282 unchanged, 2,112 heat only"."""
        counts = self.batch.counts
        unchanged = counts.get(FileResult.UNCHANGED, 0)
        metrics = counts.get(FileResult.METRICS, 0)
        parts = [f"{unchanged:,} of {self.files:,} unchanged"] if unchanged else []
        parts += [f"{metrics:,} heat only"] if metrics else []
        return ", ".join(parts)

    @property
    def summary(self) -> str:
        """Every class that has files: "12 new, 3 changed, 1 error"."""
        if self.batch.state in (BatchState.UPLOADING, BatchState.READING):
            return ""
        if self.in_vain:
            return "nothing was imported"
        counts = [(self.batch.counts.get(name, 0), name) for name in SAID]
        return ", ".join(_say(count, name) for count, name in counts if count) or "no files"

    @property
    def took(self) -> str:
        batch = self.batch
        if not batch.finished_at:
            return ""
        return duration(round((batch.finished_at - batch.started_at).total_seconds()))


SAID = {
    FileResult.NEW: "new",
    FileResult.CONTENT: "changed",
    FileResult.CONFLICT: "in conflict",
    FileResult.ERROR: "error",
    FileResult.METRICS: "heat only",
    FileResult.UNCHANGED: "unchanged",
    "kept": "kept",
}


def progress(batch: ImportBatch) -> Progress:
    """Where the phase at hand stands; the rate is files a second since it began."""
    seconds = _since(batch.phase_at)
    rate = batch.done / seconds if seconds > 0 else 0
    left = round((batch.total - batch.done) / rate) if rate and batch.total else None
    stuck = not batch.done and seconds > SLOW_START
    unit = "files" if batch.state in OF_FILES else "changes"
    return Progress(batch.done, batch.total, round(rate), left, stuck, unit)


def tabs(batch: ImportBatch) -> list[Tab]:
    """The classes that have files, in the order in which they are read; none where no file is
    kept, as before it has been read or once it was cancelled."""
    if batch.state == BatchState.READING or not batch.items.exists():
        return []
    page = reverse("desk:import-detail", args=[batch.pk])
    part = reverse("desk:import-items", args=[batch.pk])
    return [
        Tab(name, label, batch.counts[name], f"{page}?class={name}", f"{part}?class={name}")
        for name, label in CLASSES.items()
        if batch.counts.get(name)
    ]


def chosen(batch: ImportBatch, params: QueryDict) -> str:
    """The class that was asked for, else the one that most needs a person; "" for none."""
    asked = params.get("class", "")
    if asked in CLASSES or asked == duplicates.CLASS:
        return asked
    return next((name for name in TO_LOOK_AT if batch.counts.get(name)), "")


def items(batch: ImportBatch, params: QueryDict) -> paging.Page[ImportItem]:
    """A page of the files of the chosen class, by the text of their path if one is asked for."""
    name, text = chosen(batch, params), params.get("q", "").strip()
    if name == duplicates.CLASS:
        found = duplicates.named(duplicates.of(listed(batch)), text)
    else:
        found = listed(batch).filter(result=name, path__icontains=text)
    return paging.page(found, ["id"], params.get("after", ""), PAGE_SIZE)


def listed(batch: ImportBatch) -> QuerySet[ImportItem]:
    """Files as lists need them: what is in them may be large."""
    return batch.items.defer("data").select_related("article")


def items_with(params: QueryDict, **changes: str) -> str:
    """The query of the same list with `changes`; an empty value drops a parameter."""
    kept = params.copy()
    kept.pop("after", None)
    for name, value in changes.items():
        kept[name] = value
    for name in [name for name in kept if name not in ("class", "q", "after") or not kept[name]]:
        del kept[name]
    return f"?{kept.urlencode()}" if kept else ""


def _say(count: int, name: str) -> str:
    word = SAID[name]
    return f"{count:,} {word}{'s' if name == FileResult.ERROR and count > 1 else ''}"


def _since(moment: datetime | None) -> float:
    return (timezone.now() - moment).total_seconds() if moment else 0
