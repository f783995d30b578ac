"""Pictures that come in a batch's assets/."""

import pytest

from articles.actions.catalog import Pictures
from articles.images import store
from articles.ingest.write.pictures import PictureWriter
from articles.models import Image, ImageState, Provider
from articles.seeds.document import Picture
from tests.ingest.batches import bring_in, counted, provider, seed, write

pytestmark = pytest.mark.django_db
FILE = "assets/images/news/a.jpg"


def with_picture(url):
    return {"_news/a.md": seed(images=(Picture(url=url, width=900, height=600),))}


@pytest.fixture
def site(tmp_path):
    """Import these files of a site."""
    return lambda files: bring_in(write(tmp_path / "site", files))


@pytest.mark.parametrize(
    "url", [f"/{FILE}", FILE, f"https://site.example/{FILE}", f"https://site.example/{FILE}?v=2"]
)
def test_a_picture_in_the_same_batch(site, url):
    report = site({**with_picture(url), FILE: b"picture"})
    image = Image.objects.get()
    assert counted(report) == {"new": 2}
    assert (image.state, image.digest) == (ImageState.PENDING, store.digest_of(b"picture"))
    assert store.original(image.digest).read_bytes() == b"picture"


def test_a_picture_that_arrives_later(site):
    site(with_picture(f"/{FILE}"))
    assert Image.objects.get().state == ImageState.REMOTE
    site({FILE: b"picture"})
    assert Image.objects.get().state == ImageState.PENDING


def test_a_picture_that_was_there_before(site, tmp_path):
    site({"_news/b.md": seed(web_url="https://harbour.example/b"), FILE: b"picture"})
    site(with_picture(f"/{FILE}"))
    assert Image.objects.get().digest == store.digest_of(b"picture")


def test_a_picture_that_changes_is_made_ready_anew(site):
    site({**with_picture(f"/{FILE}"), FILE: b"picture"})
    Image.objects.update(state=ImageState.BROKEN, problem="not a picture")
    assert counted(site({FILE: b"another"})) == {"content": 1, "unchanged": 1}
    image = Image.objects.get()
    assert (image.state, image.problem) == (ImageState.PENDING, "")
    assert image.digest == store.digest_of(b"another")


def test_pictures_elsewhere_stay_addresses(site):
    site({**with_picture("https://cdn.example/a.jpg"), FILE: b"picture"})
    assert Image.objects.get().state == ImageState.REMOTE


def test_checkouts_side_by_side_have_pictures_of_their_own(site):
    files = {**with_picture(f"/{FILE}"), FILE: b"one"}
    site(
        {f"one/{name}": data for name, data in files.items()}
        | {
            "two/_news/b.md": seed(web_url="https://harbour.example/b"),
            f"two/{FILE}": b"two",
        }
    )
    assert Image.objects.get().digest == store.digest_of(b"one")


def test_a_providers_logo(site):
    logo = "assets/images/organizations/harbour.example-50x50.png"
    data = provider("harbour.example", "Harbour", f"/{logo}")
    site({"_data/organizations/harbour.example.md": data, logo: b"logo"})
    assert Provider.objects.get().logo.digest == store.digest_of(b"logo")


def test_the_worker_is_told(site, monkeypatch):
    told = []
    monkeypatch.setattr("articles.images.rendition_queue.enqueue", lambda: told.append(1))
    site(with_picture(f"/{FILE}"))
    assert told == []
    site({FILE: b"picture"})
    assert told == [1]


@pytest.mark.parametrize(
    ("shown", "digest", "arrived"),
    [("", "now", True), ("before", "now", True), ("of another site", "of another site", False)],
)
def test_files_go_to_the_rows_that_wait_for_them(shown, digest, arrived):
    state = ImageState.BROKEN if shown else ImageState.REMOTE
    image = Image.objects.create(url=f"/{FILE}", digest=shown, state=state)
    writer = PictureWriter(Pictures())
    writer.match("", {FILE: ("before", "now")})
    image.refresh_from_db()
    assert (image.digest, image.state == ImageState.PENDING) == (digest, arrived)
    assert writer.arrived is arrived


def test_an_address_that_only_looks_like_a_file_here_waits_for_none():
    Image.objects.create(url="https://cdn.example/?assets/", state=ImageState.REMOTE)
    writer = PictureWriter(Pictures())
    writer.match("", {FILE: ("", "now")})
    assert not writer.arrived
