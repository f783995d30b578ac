"""Pictures whose file is here and whose renditions are not: the queue, and the work."""

import logging

from django.db.models import Q, QuerySet
from django_tasks import task

from articles import task_queue
from articles.images.decode import MISSING, Decoded, SandboxError, decode
from articles.models import Image, ImageState

logger = logging.getLogger(__name__)
CHUNK = 50


def enqueue() -> int:
    """Queue the pending pictures that no task has yet; return how many those are.

    Call it on commit of whatever made pictures pending. Calling it again changes nothing.
    """
    calls = task_queue.live_calls(make_renditions)
    taken = {pk for _, keys in calls for pk in keys}
    waiting = [pk for pk in _pending().values_list("pk", flat=True) if pk not in taken]
    for start in range(0, len(waiting), CHUNK):
        make_renditions.enqueue(waiting[start : start + CHUNK])
    return len(waiting)


def make_again(digest: str) -> bool:
    """Make the renditions of a file anew, here and now; return whether it has them."""
    images = Image.objects.filter(digest=digest)
    images.update(state=ImageState.PENDING, problem="")
    _render(digest)
    return images.filter(state=ImageState.READY).exists()


def give_up(digest: str) -> None:
    """Say that the file of these pictures is lost, until an import brings it again."""
    Image.objects.filter(digest=digest).update(state=ImageState.BROKEN, problem=MISSING)


@task
def make_renditions(image_ids: list[int]) -> None:
    digests = _pending().filter(pk__in=image_ids).values_list("digest", flat=True)
    for digest in list(dict.fromkeys(digests)):
        if task_queue.stopping.is_set():
            return
        if _pending().filter(digest=digest).exists():  # another task may have been quicker
            _render(digest)


def _render(digest: str) -> None:
    try:
        decoded = decode(digest)
    except SandboxError as error:
        # It stays pending, and holds up no other.
        logger.warning("No renditions of %s yet: %s", digest, error)
    else:
        _record(digest, decoded)


def _record(digest: str, decoded: Decoded) -> None:
    # Every picture with this file, whatever address it came from, is done by this.
    images = _pending().filter(digest=digest)
    if not decoded.ok:
        images.update(state=ImageState.BROKEN, problem=decoded.problem[:300])
        return
    unsized = images.filter(Q(width=None) | Q(height=None))
    unsized.update(width=decoded.width, height=decoded.height)
    images.update(state=ImageState.READY, problem="")


def _pending() -> QuerySet[Image]:
    return Image.objects.filter(state=ImageState.PENDING).order_by("pk")
