"""The same mend for all broken files that it makes readable."""

import re

import pytest

from articles.desk.imports import mend_views
from articles.imports import actions, jobs, mends
from articles.models import Article, BatchState
from tests.desk.imports import HTMX, text, url
from tests.factories import make_item
from tests.imports.staged import applied, mended_alike, now, previewed
from tests.ingest.batches import numbered

pytestmark = pytest.mark.django_db
MORE = {**HTMX, "HX-Target": "more"}


def with_title(number, title):
    return numbered(number).replace(b'title: "A quiet ferry"', b"title: " + title)


FILES = {
    "_news/colon.md": with_title(1, b"Ferries: a quiet year"),
    "_news/at.md": with_title(2, b'@home with "ferries" \\o/'),
    "_news/other.md": b"---\n",
    "_news/both.md": with_title(3, b"[Video] ferries").replace(b"topics:", b"topics: x: y"),
    "_news/good.md": numbered(4),
}


@pytest.fixture
def batch(bob):
    return previewed(bob, FILES)


def path(batch, name="quotes"):
    return url("import-mend-alike", batch, name)


def test_only_admins(batch, client, as_alice, as_charlie, as_bob):
    assert client.get(path(batch)).status_code == 302
    assert as_charlie.post(path(batch)).status_code == 403
    assert as_alice.get(path(batch)).status_code == 403
    assert as_bob.put(path(batch)).status_code == 405


@pytest.mark.parametrize("name", ["x", "quote"])
def test_no_such_mend(name, batch, as_bob):
    assert as_bob.get(path(batch, name)).status_code == 404
    assert as_bob.post(path(batch, name)).status_code == 404


def test_it_is_offered_with_a_broken_file_and_counts(batch, as_bob):
    item = batch.items.get(path="_news/colon.md")
    page = text(as_bob.get(url("import-item", batch, item.pk), headers=HTMX))
    assert "Put quotes: 2 files" in page
    other = batch.items.get(path="_news/other.md")
    assert "Put quotes" not in text(as_bob.get(url("import-item", batch, other.pk), headers=HTMX))


def test_it_is_shown_line_by_line_before_it_is_done(batch, as_bob):
    page = text(as_bob.get(path(batch)))
    assert "<del>title: Ferries: a quiet year</del>" in page
    assert "<ins>title: &#34;Ferries: a quiet year&#34;</ins>" in page
    assert "_news/other.md" not in page
    assert batch.items.filter(result="error").count() == 4


def test_it_is_left_to_the_worker(batch, as_bob):
    response = as_bob.post(path(batch))
    assert response.url == url("import-detail", batch)
    assert (now(batch).state, now(batch).mend) == (BatchState.MENDING, "quotes")
    assert batch.items.filter(result="error").count() == 4
    page = text(as_bob.get(response.url))
    assert (">Mending</p>" in page, ">Stop</button>" in page) == (True, True)


def test_the_second_press_and_the_second_tab_change_nothing(batch, as_bob):
    as_bob.post(path(batch))
    began = now(batch).phase_at
    assert as_bob.post(path(batch)).url == url("import-detail", batch)
    assert now(batch).phase_at == began
    jobs.mend_batch.call(batch.pk)
    response = as_bob.post(path(batch))
    assert response.status_code == 409
    assert "becomes readable by that any more" in text(response)


def test_another_mend_waits_until_it_is_done(batch, as_bob):
    as_bob.post(path(batch))
    response = as_bob.post(path(batch, "tabs"))
    assert response.status_code == 409
    assert "just being mended" in text(response)


def test_once_it_is_done_the_page_says_so(batch, as_bob):
    as_bob.post(path(batch))
    jobs.mend_batch.call(batch.pk)
    page = text(as_bob.get(url("import-detail", batch)))
    assert "Put quotes: done in 2 files." in page
    assert "Errors <span>2</span>" in page
    actions.cancel(batch=now(batch), by=now(batch).by)
    assert "Put quotes: done" not in text(as_bob.get(url("import-detail", batch)))


def test_in_an_import_that_is_done_it_brings_them_in(batch, as_bob, bob):
    applied(batch, bob)
    assert "They are imported at once." in text(as_bob.get(path(batch)))
    as_bob.post(path(batch))
    assert Article.objects.count() == 1
    jobs.mend_batch.call(batch.pk)
    assert Article.objects.count() == 3


def test_what_it_would_do_is_shown_page_by_page(batch, as_bob, monkeypatch):
    monkeypatch.setattr(mend_views, "SHOWN", 1)
    first = as_bob.get(path(batch))
    assert "Put quotes: 2 files" in text(first)
    rest = as_bob.get(path(batch) + first.context["alike"].more, headers=MORE)
    assert ("_news/at.md" in text(first), "_news/colon.md" in text(first)) == (True, False)
    assert ("_news/at.md" in text(rest), "_news/colon.md" in text(rest)) == (False, True)
    assert "<html" not in text(rest)


@pytest.mark.parametrize("more", [1, 30])
def test_what_it_costs_does_not_grow(more, batch, as_bob, django_assert_num_queries):
    item = batch.items.get(path="_news/colon.md")
    for number in range(more):
        make_item(batch=batch, path=f"_news/{number}.md", result="error", mend="quotes", data=b"-")
    with django_assert_num_queries(5):
        as_bob.get(path(batch))
    with django_assert_num_queries(8):
        as_bob.get(url("import-item", batch, item.pk), headers=HTMX)


def test_a_broken_file_is_opened_without_trying_any_other(batch, as_bob, monkeypatch):
    def mended(*args):
        raise AssertionError

    monkeypatch.setattr(mends, "mended", mended)
    item = batch.items.get(path="_news/colon.md")
    page = text(as_bob.get(url("import-item", batch, item.pk), headers=HTMX))
    assert "Put quotes: 2 files" in page


def test_an_import_that_is_under_way_is_left_alone(batch, as_bob):
    type(batch).objects.update(state=BatchState.APPLYING)
    assert as_bob.post(path(batch)).status_code == 409
    assert batch.items.filter(result="error").count() == 4


def test_what_was_done_to_many_is_said_until_one_is_mended(as_bob, bob):
    batch = mended_alike(previewed(bob, FILES), bob)
    assert "Put quotes: done in" in text(as_bob.get(url("import-detail", batch)))
    item = batch.items.filter(result="error").first()
    sent = {"text": numbered("another").decode(), "class": "error"}
    page = text(as_bob.post(url("import-mend", batch, item.pk), sent, headers=HTMX))
    assert re.search(r'<p class="notice" id="mended" hx-swap-oob="true" hidden>\s*</p>', page)
    assert "done in" not in text(as_bob.get(url("import-detail", batch)))


def test_leads_back_without_doing_it(as_bob, bob):
    batch = previewed(bob, FILES)
    page = text(as_bob.get(url("import-mend-alike", batch, "quotes")))
    assert f'href="{url("import-detail", batch)}?class=error">Cancel</a>' in page
