"""Pictures whose file is here and whose renditions are not: the queue, and the work."""

import logging
from threading import Event

from django.db.models import Q, QuerySet
from django_tasks import task
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from articles.images.decode import CageError, Decoded, decode
from articles.models import Image, ImageState

logger = logging.getLogger(__name__)
CHUNK = 50
LIVE = [TaskResultStatus.READY, TaskResultStatus.RUNNING]

# Set by the worker when it is asked to end: the picture at hand is finished, the rest waits.
stopping = Event()


def enqueue() -> int:
    """Hand the pending pictures that no task has yet to the worker; how many those are.

    Call it on commit of whatever made pictures pending. Calling it again changes nothing.
    """
    taken = _taken()
    waiting = [pk for pk in _pending().values_list("pk", flat=True) if pk not in taken]
    for start in range(0, len(waiting), CHUNK):
        make_renditions.enqueue(waiting[start : start + CHUNK])
    return len(waiting)


@task
def make_renditions(image_ids: list[int]) -> None:
    """Make pending pictures ready, or broken with the reason. What is done already is skipped."""
    digests = _pending().filter(pk__in=image_ids).values_list("digest", flat=True)
    for digest in list(dict.fromkeys(digests)):
        if stopping.is_set():
            return
        if _pending().filter(digest=digest).exists():  # another task may have been quicker
            _render(digest)


def _render(digest: str) -> None:
    """A picture that could not be tried stays pending, and holds up no other."""
    try:
        decoded = decode(digest)
    except CageError as error:
        logger.warning("No renditions of %s yet: %s", digest, error)
    else:
        _record(digest, decoded)


def _record(digest: str, decoded: Decoded) -> None:
    """Every picture with this file, whatever address it came from, is done by this."""
    images = _pending().filter(digest=digest)
    if not decoded.ok:
        images.update(state=ImageState.BROKEN, problem=decoded.problem[:300])
        return
    unsized = images.filter(Q(width=None) | Q(height=None))
    unsized.update(width=decoded.width, height=decoded.height)
    images.update(state=ImageState.READY, problem="")


def _pending() -> QuerySet[Image]:
    return Image.objects.filter(state=ImageState.PENDING).order_by("pk")


def _taken() -> set[int]:
    """The pictures in tasks that wait or run."""
    tasks = DBTaskResult.objects.filter(task_path=make_renditions.module_path, status__in=LIVE)
    calls = tasks.values_list("args_kwargs", flat=True)
    return {pk for call in calls for pk in call["args"][0]}
