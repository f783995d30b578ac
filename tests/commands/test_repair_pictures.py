"""`manage.py repair_pictures`: lost and damaged files of pictures."""

import pytest

from articles.images import rendition_queue, store
from articles.images.renditions import SIZES
from articles.models import Image, ImageState
from articles.seeds.document import Picture
from tests.images.drawn import drawn
from tests.ingest.batches import bring_in, command, seed, write, zipped

pytestmark = pytest.mark.django_db
FILE = "assets/images/ferry.png"
DATA = drawn("PNG", size=(60, 40))
DIGEST = store.digest_of(DATA)


@pytest.fixture
def site(tmp_path):
    """A site whose one picture is shown, and the folder that it came from."""
    article = seed(images=(Picture(url=f"/{FILE}"),))
    folder = write(tmp_path / "site", {"_news/a.md": article, FILE: DATA})
    bring_in(folder)
    render()
    return folder


def render():
    pending = Image.objects.filter(state=ImageState.PENDING).values_list("pk", flat=True)
    rendition_queue.make_renditions.call(list(pending))


def damage(path):
    path.write_bytes(path.read_bytes()[:-3])


def lose(path):
    path.unlink()


def state():
    return Image.objects.values_list("state", flat=True).get()


def test_what_is_whole_stays_as_it_is(site, monkeypatch):
    monkeypatch.setattr(rendition_queue, "decode", lambda digest: pytest.fail("made again"))
    assert command("repair_pictures") == (
        0,
        "1 checked, 0 originals found again, 0 made again, 0 lost\n",
        "",
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("harm", [lose, damage])
def test_a_rendition_is_made_again(site, size, harm):
    path = store.rendition(DIGEST, size)
    before = path.read_bytes()
    harm(path)
    status, out, _ = command("repair_pictures")
    assert (status, "1 made again" in out) == (0, True)
    assert (path.read_bytes(), state()) == (before, ImageState.READY)
    assert "0 made again" in command("repair_pictures")[1]


@pytest.mark.parametrize("harm", [lose, damage])
@pytest.mark.parametrize("pack", [lambda folder: folder, lambda folder: packed(folder)])
def test_an_original_is_found_where_it_came_from(site, harm, pack):
    harm(store.original(DIGEST))
    lose(store.rendition(DIGEST, "lead"))
    status, out, _ = command("repair_pictures", pack(site))
    assert (status, "1 originals found again, 1 made again" in out) == (0, True)
    assert store.original(DIGEST).read_bytes() == DATA
    assert store.has_renditions(DIGEST)


def packed(folder):
    return zipped(folder.parent / "site.zip", {f"old/{FILE}": DATA, "old/_news/a.md": seed()})


@pytest.mark.parametrize("setting", ["IMPORT_DIRS", "WATCH"])
def test_the_folders_of_the_site_are_looked_through(site, settings, setting):
    setattr(settings, setting, [str(site)] if setting == "IMPORT_DIRS" else str(site))
    lose(store.original(DIGEST))
    assert "1 originals found again" in command("repair_pictures")[1]


def test_what_is_lost_is_said_each_time_and_no_longer_asked_for(site):
    lose(store.original(DIGEST))
    lose(store.rendition(DIGEST, "thumb"))
    for _ in range(2):
        status, out, _ = command("repair_pictures")
        assert (status, f"/{FILE}: lost" in out) == (1, True)
        assert state() == ImageState.BROKEN


def test_a_lost_picture_comes_back_with_its_site(site):
    """Though none of its files has changed."""
    lose(store.original(DIGEST))
    lose(store.rendition(DIGEST, "thumb"))
    command("repair_pictures")
    assert bring_in(site).counts["content"] == 1
    render()
    assert (state(), store.has_renditions(DIGEST)) == (ImageState.READY, True)
    assert bring_in(site).counts["content"] == 0


def test_a_picture_that_is_shown_without_its_original_stays(site):
    lose(store.original(DIGEST))
    status, out, _ = command("repair_pictures")
    assert (status, "its original is lost" in out) == (0, True)
    assert state() == ImageState.READY


def test_a_picture_that_could_not_be_decoded_before_is_tried_again(site):
    Image.objects.update(state=ImageState.BROKEN, problem="not known then")
    assert "1 made again" in command("repair_pictures")[1]
    assert state() == ImageState.READY


def test_a_picture_at_fault_is_named(tmp_path):
    article = seed(images=(Picture(url=f"/{FILE}"),))
    bring_in(write(tmp_path / "site", {"_news/a.md": article, FILE: b"no picture"}))
    status, out, _ = command("repair_pictures")
    assert (status, f"/{FILE}: the picture itself is at fault" in out) == (0, True)


def test_all_can_be_made_again(site):
    path = store.rendition(DIGEST, "wide")
    before = path.read_bytes()
    path.write_bytes(before[:40] + b"\0" * (len(before) - 40))
    command("repair_pictures", "--all")
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_read_is_named(site, tmp_path):
    lose(store.original(DIGEST))
    status, _, problems = command("repair_pictures", tmp_path / "nowhere")
    assert (status, "nowhere: cannot be read" in problems) == (0, True)
