"""Topics, providers and pictures by the names that seeds give them."""

import pytest

from articles.ingest.plan.catalog import Pictures
from articles.models import Image, ImageState

pytestmark = pytest.mark.django_db
FILE = "assets/images/a.jpg"


@pytest.mark.parametrize(
    ("shown", "digest", "arrived"),
    [("", "now", True), ("before", "now", True), ("of another site", "of another site", False)],
)
def test_files_go_to_the_rows_that_wait_for_them(shown, digest, arrived):
    state = ImageState.BROKEN if shown else ImageState.REMOTE
    image = Image.objects.create(url=f"/{FILE}", digest=shown, state=state)
    pictures = Pictures()
    pictures.match("", {FILE: ("before", "now")})
    image.refresh_from_db()
    assert (image.digest, image.state == ImageState.PENDING) == (digest, arrived)
    assert pictures.arrived is arrived


def test_an_address_that_only_looks_like_a_file_here_waits_for_none():
    Image.objects.create(url="https://cdn.example/?assets/", state=ImageState.REMOTE)
    pictures = Pictures()
    pictures.match("", {FILE: ("", "now")})
    assert not pictures.arrived
