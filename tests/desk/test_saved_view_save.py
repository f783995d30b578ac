import pytest

from articles.models import SavedView
from tests.desk.pages import HTMX, text
from tests.factories import make_article, make_saved_view

pytestmark = pytest.mark.django_db

URL = "/desk/views/save/"


def save(client, **fields):
    return client.post(URL, {"name": "Storage", "query": "q=storage&queue=all", **fields})


def test_doors(doors):
    doors(URL)


def test_keeps_and_counts_what_the_list_shows(as_alice, alice):
    make_article(title="Storage")
    response = save(as_alice, query="q=storage&queue=all&after=1~2&nothing=1")
    view = SavedView.objects.get()
    assert (view.owner, view.name, view.query) == (alice, "Storage", "queue=all&q=storage")
    assert (view.shared, view.count) == (False, "1")
    assert response.headers["Location"] == f"/desk/views/{view.pk}/"
    assert "Saved “Storage”" in text(as_alice.get("/desk/views/"))


def test_shares_it_at_once(as_alice):
    save(as_alice, shared="on")
    assert SavedView.objects.get().shared


@pytest.mark.parametrize("name", ["", "x" * 81, "storage"])
def test_a_name_that_is_refused_loses_nothing(as_alice, alice, name):
    make_saved_view(owner=alice, name="Storage")
    response = save(as_alice, name=name, shared="on")
    assert response.status_code == 422
    page = text(response)
    assert 'aria-invalid="true" aria-describedby="new-name-error"' in page
    assert f'value="{name}"' in page
    assert 'name="query" value="queue=all&amp;q=storage"' in page
    assert 'name="shared" checked' in page
    assert SavedView.objects.count() == 1


def test_with_scripts_the_list_stays(as_alice, alice):
    make_saved_view(owner=alice, name="Storage")
    fields = {"name": "storage", "query": "queue=all"}
    response = as_alice.post(URL, fields, headers=HTMX)
    assert (response.status_code, response["Content-Type"]) == (422, "text/plain")
    assert text(response) == "You have a view called “storage”: choose another name."
    response = as_alice.post(URL, {**fields, "name": "Other"}, headers=HTMX)
    assert response.status_code == 201
    assert response["Location"] == f"/desk/views/{SavedView.objects.latest('pk').pk}/"


@pytest.mark.parametrize("query", ["", "%00%ff", "q=a%00b", "&=&;"])
def test_whatever_was_asked_can_be_kept(as_alice, query):
    assert save(as_alice, query=query).status_code == 302
    assert SavedView.objects.get().query.startswith("queue=waiting")


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("q=topic:nowhere", "nowhere"),
        ("q=((((", "This bracket is never closed. Look at “(”."),
        ("q=scroe>=70", "scroe"),
        ("topic=gone", "“gone” is none of what there is now"),
    ],
)
def test_what_cannot_be_understood_is_not_kept(as_alice, query, word):
    response = save(as_alice, query=query)
    assert response.status_code == 422
    assert word in text(response)
    assert 'value="Storage"' in text(response)
    assert not SavedView.objects.exists()


def test_without_fields(as_alice):
    assert as_alice.post(URL).status_code == 422
    assert not SavedView.objects.exists()
