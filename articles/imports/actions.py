"""What admins do with an import: read it, look at it, start it, end it, mend it, take it back.

It lies above the engine that it starts. The work itself is done in the background.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.actions.change import record
from articles.actions.errors import Refused
from articles.imports import command_runs, jobs, mending, trials, uploads
from articles.imports.undo import undoable
from articles.models import ENDED, OPEN, BatchState, ImportBatch, ImportItem
from articles.seeds.kinds import TEXTS, AddressChoice, FileResult

MAX_SOURCE = 500
AS_IT_CAME = ("data", "digest", "message", "line", "column", "mend", "applied_at")  # a broken file

REFUSALS = {
    BatchState.UPLOADING: "This import is still being uploaded.",
    BatchState.READING: "This import is still being read.",
    BatchState.READY: "This import has not been started.",
    BatchState.APPLYING: "This import is already running.",
    BatchState.DONE: "This import is done already.",
    BatchState.CANCELLED: "This import was cancelled.",
    BatchState.FAILED: "This import has failed: begin a new one.",
    BatchState.UNDOING: "This import is just being undone.",
    BatchState.UNDONE: "This import was undone.",
    BatchState.REDOING: "This import is just being done again.",
    BatchState.MENDING: "Files of this import are just being mended: wait until that is done.",
}


@transaction.atomic
def create(*, by: User, source: str, hold: bool = False, folder: str = "") -> ImportBatch:
    """Make a batch that files can be received for; with `folder`, one that reads it on the server.

    `source` is how people call it. Raises Refused for a folder that is not offered.
    """
    if folder and folder not in map(str, uploads.folders()):
        raise Refused(f"{folder} is not a folder that this server offers.")
    batch = ImportBatch.objects.create(
        source=source.strip()[:MAX_SOURCE] or "an upload",
        by=by,
        hold=hold,
        state=BatchState.UPLOADING,
        started_at=timezone.now(),
        where=folder,
    )
    if not folder:
        batch.where = uploads.where(batch)
        batch.save(update_fields=["where"])
    return batch


@transaction.atomic
def read(*, batch: ImportBatch, by: User) -> ImportBatch:
    batch = _change_state(batch, [BatchState.UPLOADING], BatchState.READING)
    jobs.read_batch.enqueue(batch.pk)
    return batch


@transaction.atomic
def start(*, batch: ImportBatch, by: User, hold: bool) -> ImportBatch:
    batch = _change_state(batch, [BatchState.READY], BatchState.APPLYING, hold=hold, by=by)
    jobs.apply_batch.enqueue(batch.pk)
    return batch


@transaction.atomic
def cancel(*, batch: ImportBatch, by: User) -> ImportBatch:
    """End it: at once before anything was imported, else after the chunk at hand.

    What was imported by then stays, and can be undone. What was only read is counted no more, and
    deleted in the background. While files are mended, only that ends.
    """
    this = ImportBatch.objects.filter(pk=batch.pk)
    applying = this.filter(state=BatchState.APPLYING)
    if applying.filter(where__startswith=command_runs.WHERE).exists():
        raise Refused("A command does this import: end it where it runs.")
    if this.filter(state__in=[BatchState.APPLYING, BatchState.MENDING]).update(stop=True):
        return _current(batch)
    before = [BatchState.UPLOADING, BatchState.READING, BatchState.READY]
    nothing = {"counts": {}, "total": 0, "problem": "", "finished_at": timezone.now()}
    batch = _change_state(batch, before, BatchState.CANCELLED, **nothing)
    jobs.delete_staged.enqueue(batch.pk)
    return batch


def skip(*, batch: ImportBatch, by: User, items: Iterable[int], skip: bool) -> int:
    batch = _refuse_unless(batch, [BatchState.READY])
    _forget_mend(batch)
    return trials.leave_out(batch, list(items), skip=skip)


def mend(*, item: ImportItem, by: User, text: str) -> ImportItem:
    """Try a broken file again as `text`: in a preview to see what it means now, in an import that
    is done to import it. Returns the item, which says what is still wrong if it is; then the file
    stays as it came.

    Raises Refused for a file that is not broken, or whose content is not at hand.
    """
    batch = _refuse_unless(item.batch, OPEN)
    if item.result != FileResult.ERROR:
        raise Refused("Nothing is wrong with this file.")
    if item.kind not in TEXTS:
        raise Refused("Only texts can be mended here: mend the file and import it again.")
    _forget_mend(batch)
    came = {name: getattr(item, name) for name in AS_IT_CAME}
    trials.retry(batch, {item.pk: text.replace("\r\n", "\n").encode()}, by)
    item.refresh_from_db()
    if item.result == FileResult.ERROR:
        batch.items.filter(pk=item.pk, result=FileResult.ERROR).update(**came)
    return item


@transaction.atomic
def mend_alike(*, batch: ImportBatch, by: User, mend: str) -> ImportBatch:
    """Do one of `mends.MENDS` to all broken files that it makes readable, in the background. Asked
    for once more while that goes on, it changes nothing."""
    now = _current(batch)
    if (now.state, now.mend) == (BatchState.MENDING, mend):
        return now
    files = mending.alike(batch, mend).count()
    if not files and now.state in OPEN:
        raise Refused("No broken file of this import becomes readable by that any more.")
    more = {"mend": mend, "mend_by": by, "total": files}
    batch = _change_state(batch, OPEN, BatchState.MENDING, **more)
    jobs.mend_batch.enqueue(batch.pk)
    return batch


def decide(*, item: ImportItem, by: User, choice: AddressChoice | None) -> ImportItem:
    """Say of a file that has the address or the path of another story what it is; None takes that
    back. In an import that is done the file is imported at once.

    Raises Refused for other files, and where its content is not at hand.
    """
    batch = _refuse_unless(item.batch, OPEN)
    decided = batch.state == BatchState.READY and item.address_choice
    if item.result != FileResult.CLASH and not decided:
        raise Refused("No other story has the address or the path of this file any more.")
    if not item.data:
        raise Refused("Its content is not here any more: import the file again.")
    _forget_mend(batch)
    trials.choose(batch, item, choice, by)
    item.refresh_from_db()
    return item


@transaction.atomic
def undo(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Take the import back: new articles are withdrawn, new topics and providers removed where
    nothing uses them, changed fields get their former values.

    What people have changed since is kept, and listed with the files.
    """
    if not undoable(batch):
        raise Refused("There is nothing to undo: this import changed nothing.")
    group = uuid.uuid4()
    batch = _change_state(batch, ENDED, BatchState.UNDOING, undo_group=group)
    record(by=by, action="undo-import", group=group, batch=batch)
    jobs.undo_batch.enqueue(batch.pk)
    return batch


@transaction.atomic
def redo(*, batch: ImportBatch, by: User) -> ImportBatch:
    batch = _change_state(batch, [BatchState.UNDONE], BatchState.REDOING)
    assert batch.undo_group
    record(by=by, action="redo-import", group=jobs.redo_group(batch), batch=batch)
    jobs.redo_batch.enqueue(batch.pk)
    return batch


def _change_state(
    batch: ImportBatch, before: Iterable[BatchState], after: BatchState, **more: Any
) -> ImportBatch:
    # Compare and set: of two people who press a button at once, one is refused.
    rows = ImportBatch.objects.filter(pk=batch.pk, state__in=list(before))
    fresh = {"done": 0, "tries": 0, "stop": False, "phase_at": timezone.now(), "mend": ""}
    if not rows.update(**{**fresh, **more, "state": after}):
        raise Refused(REFUSALS[BatchState(_current(batch).state)])
    return _current(batch)


def _forget_mend(batch: ImportBatch) -> None:
    """Say no more of many files that were mended at once: something else is being done."""
    ImportBatch.objects.filter(pk=batch.pk, state__in=OPEN).exclude(mend="").update(mend="")


def _refuse_unless(batch: ImportBatch, states: Iterable[BatchState]) -> ImportBatch:
    now = _current(batch)
    if now.state not in list(states):
        raise Refused(REFUSALS[BatchState(now.state)])
    return now


def _current(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.get(pk=batch.pk)
