import pytest
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from articles import task_queue
from articles.images import rendition_queue, store
from articles.images.decode import SandboxError
from articles.models import Image, ImageState
from tests.factories import make_image
from tests.images.drawn import drawn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def make_pending(data=b"", **fields):
    return make_image(
        state=ImageState.PENDING, digest=store.write_original(data or drawn()), **fields
    )


def render(*images):
    rendition_queue.make_renditions.call([image.pk for image in images])
    for image in images:
        image.refresh_from_db()


def calls():
    return [row.args_kwargs["args"] for row in DBTaskResult.objects.order_by("enqueued_at")]


def test_a_picture_becomes_ready_with_its_renditions():
    image = make_pending()
    render(image)
    assert image.state == ImageState.READY
    assert store.rendition(image.digest, "thumb").exists()


def test_the_size_that_the_seed_gives_is_kept():
    image = make_pending(width=640, height=480)
    render(image)
    assert (image.width, image.height) == (640, 480)


def test_a_picture_without_a_size_gets_its_own():
    image = make_pending(width=None, height=480)
    render(image)
    assert (image.width, image.height) == (1500, 1000)


def test_a_bad_picture_is_broken_and_says_why():
    image = make_pending(b"<svg/>")
    render(image)
    assert image.state == ImageState.BROKEN
    assert "not a JPEG" in image.problem


def test_pictures_with_the_same_file_are_done_at_once():
    first, second = make_pending(), make_pending()
    render(first)
    second.refresh_from_db()
    assert second.state == ImageState.READY


def test_what_is_done_is_not_done_again(monkeypatch):
    image = make_pending()
    render(image)
    monkeypatch.setattr(rendition_queue, "decode", forbidden)
    render(image)
    assert image.state == ImageState.READY


def forbidden(digest):
    raise AssertionError(f"{digest} was decoded again")


def test_what_could_not_be_tried_stays_pending_and_holds_nothing_up(monkeypatch):
    decode = rendition_queue.decode
    unlucky, lucky = make_pending(), make_pending(drawn("PNG"))

    def sometimes(digest):
        if digest == unlucky.digest:
            raise SandboxError("disk full")
        return decode(digest)

    monkeypatch.setattr(rendition_queue, "decode", sometimes)
    render(unlucky, lucky)
    assert (unlucky.state, lucky.state) == (ImageState.PENDING, ImageState.READY)


def test_a_stopping_worker_leaves_the_rest_pending():
    image = make_pending()
    task_queue.stopping.set()
    render(image)
    assert image.state == ImageState.PENDING


def test_pending_pictures_are_queued_in_chunks(monkeypatch):
    monkeypatch.setattr(rendition_queue, "CHUNK", 2)
    a, b, c = make_pending(), make_pending(), make_pending()
    make_image(), make_image(state=ImageState.READY, digest=a.digest)
    assert rendition_queue.enqueue() == 3
    assert sorted(calls()) == [[[a.pk, b.pk]], [[c.pk]]]


@pytest.mark.parametrize("status", [TaskResultStatus.READY, TaskResultStatus.RUNNING])
def test_queued_pictures_are_not_queued_again(status):
    make_pending()
    rendition_queue.enqueue()
    DBTaskResult.objects.update(status=status)
    assert rendition_queue.enqueue() == 0


def test_pictures_of_a_failed_task_are_queued_again():
    make_pending()
    rendition_queue.enqueue()
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    assert rendition_queue.enqueue() == 1


def test_the_queue_takes_as_many_queries_for_more_pictures(django_assert_num_queries):
    Image.objects.bulk_create(
        Image(url=f"/{n}.jpg", state=ImageState.PENDING, digest=f"{n:032}") for n in range(40)
    )
    with django_assert_num_queries(3):  # what is taken, what waits, one task
        rendition_queue.enqueue()
