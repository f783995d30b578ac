"""The page that starts imports and lists them."""

import pytest
from django.urls import reverse

from articles.models import BatchState
from tests.desk.imports import COUNTS, HTMX, text
from tests.factories import make_batch

URL = reverse("desk:imports")


def test_only_admins(client, as_alice, as_charlie, as_bob):
    assert client.get(URL).status_code == 302
    assert as_charlie.get(URL).status_code == 403
    assert as_alice.get(URL).status_code == 403
    assert as_bob.get(URL).status_code == 200
    assert as_bob.post(URL).status_code == 405


def test_the_way_there_is_shown_to_those_who_may(as_alice, as_bob):
    desk = reverse("desk:queue")
    assert URL not in text(as_alice.get(desk))
    assert URL in text(as_bob.get(desk))


def test_it_says_how_much_may_be_sent(as_bob):
    page = text(as_bob.get(URL))
    assert "Up to 100 MB and 20,000 files at a time, 200 MB unpacked." in page


def test_the_history(as_bob, bob):
    batch = make_batch(source="site.zip", by=bob, state=BatchState.DONE, counts=COUNTS)
    page = text(as_bob.get(URL))
    assert "site.zip" in page
    assert "2 new, 1 changed, 1 error, 3 heat only, 5 unchanged" in page
    assert reverse("desk:import-detail", args=[batch.pk]) in page
    assert "Bob" in page


@pytest.mark.parametrize(
    ("counts", "said"), [({}, "nothing was imported"), ({"new": 2, "error": 1}, "2 new, 1 error")]
)
def test_what_a_cancelled_import_brought_in(counts, said, as_bob):
    make_batch(state=BatchState.CANCELLED, counts=counts)
    assert said in text(as_bob.get(URL))


def test_nothing_new_is_said(as_bob):
    first = make_batch(state=BatchState.DONE)
    make_batch(state=BatchState.READY, same_as=first)
    assert f"Nothing new: same as batch {first.pk}" in text(as_bob.get(URL))


def test_what_went_wrong_is_said(as_bob):
    make_batch(state=BatchState.FAILED, problem="cut short <b>")
    assert "cut short &lt;b&gt;" in text(as_bob.get(URL))


def test_more_of_the_history(as_bob):
    for _ in range(26):
        make_batch()
    more = as_bob.get(URL).context["more"]
    response = as_bob.get(f"{URL}{more}", headers={**HTMX, "HX-Target": "more"})
    assert len(response.context["batches"]) == 1
    assert "<html" not in text(response)


def test_folders_of_the_server(as_bob, settings, tmp_path):
    assert reverse("desk:import-folder") not in text(as_bob.get(URL))
    settings.IMPORT_DIRS = [tmp_path]
    assert str(tmp_path) in text(as_bob.get(URL))


@pytest.mark.parametrize("more", [1, 10])
def test_queries_do_not_grow(more, as_bob, bob, django_assert_num_queries):
    for _ in range(more):
        make_batch(by=bob, same_as=make_batch(by=bob))
    with django_assert_num_queries(3):
        as_bob.get(URL)
