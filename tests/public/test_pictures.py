from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.images import store
from articles.models import ImageState, State
from tests.factories import make_article, make_image, make_provider, make_topic

pytestmark = pytest.mark.django_db
DIGEST = "ab" * 16


@pytest.fixture
def image():
    path = store.rendition(DIGEST, "thumb")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"RIFF a picture")
    return make_image(digest=DIGEST, state=ImageState.READY)


def get(client, path=None, **options):
    """The response, read to its end so that its file is closed."""
    response = client.get(path or address(), **options)
    response.body = response.getvalue()
    return response


def address(digest=DIGEST, size="thumb"):
    return reverse("public:picture", args=[digest, size])


def test_a_reader_sees_the_picture_of_a_public_article(client, image):
    make_article(images=[image])
    response = get(client)
    assert response.body == b"RIFF a picture"
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=86400"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_provider_s_logo_is_public(client, image):
    make_provider(logo=image)
    assert get(client).status_code == 200


def test_a_topic_s_picture_is_public(client, image):
    make_topic(picture=image)
    assert get(client).status_code == 200


def test_one_public_article_is_enough(client, image):
    twin = make_image(digest=DIGEST, state=ImageState.READY)
    make_article(images=[image], state=State.UNPUBLISHED)
    make_article(images=[twin])
    assert get(client).status_code == 200


def test_the_picture_of_a_story_dated_ahead_waits_with_it(client, image):
    make_article(images=[image], published_at=timezone.now() + timedelta(days=1))
    assert get(client).status_code == 404


def test_a_public_picture_costs_one_query_and_no_cookie(as_alice, image, django_assert_num_queries):
    make_article(images=[image])
    with django_assert_num_queries(1):
        response = get(as_alice)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_it_is_not_sent_twice(client, image):
    make_article(images=[image])
    etag = get(client)["ETag"]
    response = get(client, headers={"if-none-match": etag})
    assert response.status_code == 304
    assert response.body == b""
    assert response["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_it_can_only_be_read(client, image, method):
    make_article(images=[image])
    assert getattr(client, method)(address()).status_code == 405


def test_a_stranger_does_not_see_the_picture_of_a_hidden_article(client, image):
    make_article(images=[image], state=State.UNPUBLISHED)
    assert get(client).status_code == 404
    assert get(client, headers={"if-none-match": "*"}).status_code == 404


def test_nor_does_an_account_that_may_not_review(as_charlie, image):
    make_article(images=[image], state=State.UNPUBLISHED)
    assert get(as_charlie).status_code == 404


def test_an_editor_sees_it_and_no_cache_keeps_it(as_alice, image):
    make_article(images=[image], state=State.UNPUBLISHED)
    response = get(as_alice)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("state", [ImageState.PENDING, ImageState.BROKEN])
def test_only_what_is_ready_is_shown(as_alice, image, state):
    make_article(images=[image])
    image.state = state
    image.save()
    assert get(as_alice).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        f"/pictures/{DIGEST}/huge.webp",
        f"/pictures/{DIGEST}/thumb.jpg",
        f"/pictures/{DIGEST}/../../originals.webp",
        f"/pictures/{'cd' * 16}/thumb.webp",
        f"/pictures/{DIGEST[:-1]}%00/thumb.webp",
        f"/pictures/{DIGEST.upper()}/thumb.webp",
        "/pictures/..%2f..%2fsecret_key/thumb.webp",
    ],
)
def test_anything_else_is_not_found(as_alice, image, path):
    make_article(images=[image])
    assert get(as_alice, path).status_code == 404


def test_a_lost_file_is_not_found(client, image):
    make_article(images=[image])
    store.rendition(DIGEST, "thumb").unlink()
    assert get(client).status_code == 404
