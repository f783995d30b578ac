import pytest

from tests.desk.pages import shown, text
from tests.factories import make_article, make_saved_view, make_topic

pytestmark = pytest.mark.django_db


def url(view):
    return f"/desk/views/{view.pk}/"


def test_doors(doors):
    doors(url(make_saved_view()), "get")


def test_leads_to_the_queue_as_it_was_asked(as_alice, alice):
    topic = make_topic(slug="energy")
    make_article(title="Storage here", topics=[topic])
    make_article(title="Storage there")
    view = make_saved_view(owner=alice, query="queue=all&q=storage&topic=energy&sort=heat")
    response = as_alice.get(url(view))
    assert response.headers["Location"] == f"/desk/?{view.query}"
    assert shown(as_alice.get(response.headers["Location"])) == ["Storage here"]


def test_others_see_what_is_shared(as_alice, bob):
    assert as_alice.get(url(make_saved_view(owner=bob, shared=True))).status_code == 302
    assert as_alice.get(url(make_saved_view(owner=bob))).status_code == 404


def test_one_that_is_not_there(as_alice):
    assert as_alice.get("/desk/views/999/").status_code == 404


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("queue=all&q=topic:power", 422, "No topic is called “power”."),
        ("queue=all&topic=power", 200, "“power” is none of what there is now under “Topic”."),
    ],
)
def test_a_word_that_means_nothing_any_more_is_named(as_alice, alice, query, status, says):
    view = make_saved_view(owner=alice, name="Grid", query=query)
    page = as_alice.get(url(view), follow=True)
    assert page.status_code == status
    assert f"“Grid” is not understood any more: {says}" in text(page)
