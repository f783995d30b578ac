"""An admin decides on a file whose address another story has under another title."""

import re

import pytest

from articles.models import Article, BatchState, ImportBatch, ImportItem
from tests.desk.imports import HTMX, text, url
from tests.factories import make_item
from tests.imports.staged import applied, counted, imported, previewed
from tests.ingest.batches import bring_in, seed, write

A, B = "_news/a.md", "_news/b.md"
FILES = {A: seed(title="Night ferries begin"), B: seed(title="Pier closes in May")}


@pytest.fixture
def batch(bob):
    return previewed(bob, FILES)


def item(batch):
    return batch.items.get(path=B)


def decide(client, batch, choice, **options):
    return client.post(url("import-clash", batch, item(batch).pk), {"choice": choice}, **options)


def now(batch):
    return ImportBatch.objects.get(pk=batch.pk)


def titles():
    return set(Article.objects.values_list("title", flat=True))


def test_only_admins(batch, client, as_alice, as_charlie, as_bob):
    path = url("import-clash", batch, item(batch).pk)
    assert client.post(path).status_code == 302
    assert as_charlie.post(path).status_code == 403
    assert as_alice.post(path).status_code == 403
    assert as_bob.get(path).status_code == 405
    assert as_bob.post(path, {"choice": "maybe"}).status_code == 422


def test_the_preview_shows_it_in_a_class_of_its_own(batch, as_bob):
    page = text(as_bob.get(url("import-detail", batch)))
    assert counted(batch) == {"new": 1, "clash": 1}
    assert "Address clashes <span>1</span>" in page
    page = text(as_bob.get(url("import-detail", batch), {"class": "clash"}))
    assert f'Has the address of <span class="path" dir="auto">{A}</span> in this import' in page
    assert "A story of its own" in page
    page = text(as_bob.get(url("import-item", batch, item(batch).pk)))
    assert re.search(rf"Compared with[^/]*{A}", page)
    assert ("<del>Night ferries begin</del>" in page, "<ins>Pier closes in May</ins>" in page) == (
        True,
        True,
    )


def test_the_other_story_is_linked_where_it_is_here(bob, as_bob, tmp_path):
    bring_in(write(tmp_path, {A: FILES[A]}))
    # With another file, as an import that brings nothing is over at once.
    batch = previewed(bob, {B: FILES[B], "_news/c.md": seed(web_url="https://c.example/c")})
    page = text(as_bob.get(url("import-detail", batch), {"class": "clash"}))
    link = (
        f'<a href="/desk/articles/{Article.objects.get().pk}/" dir="auto">Night ferries begin</a>'
    )
    assert f"Has the address of {link}" in page
    page = text(as_bob.get(url("import-item", batch, item(batch).pk)))
    assert "<ins>Pier closes in May</ins>" in page


def test_undecided_it_is_not_imported(batch, bob):
    batch = applied(batch, bob)
    assert counted(batch) == {"new": 1, "clash": 1}
    assert titles() == {"Night ferries begin"}


@pytest.mark.parametrize(
    ("choice", "result", "there"),
    [
        ("own", "new", {"Night ferries begin", "Pier closes in May"}),
        ("update", "content", {"Pier closes in May"}),
    ],
)
def test_decided_in_the_preview(batch, bob, as_bob, choice, result, there):
    page = text(decide(as_bob, batch, choice, headers=HTMX))
    assert page.count('aria-pressed="true"') == 1
    assert item(batch).result == result
    promised = counted(now(batch))
    assert sum(promised.values()) == 2
    assert "clash" not in promised
    batch = applied(batch, bob)
    assert counted(batch) == promised
    assert titles() == there


def test_a_decision_is_taken_back(batch, bob, as_bob):
    decide(as_bob, batch, "own")
    assert decide(as_bob, batch, "").url == url("import-item", batch, item(batch).pk)
    assert (item(batch).result, item(batch).address_choice) == ("clash", "")
    assert counted(applied(batch, bob)) == {"new": 1, "clash": 1}


def test_with_the_other_file_left_out_it_still_waits(batch, bob, as_bob):
    batch.items.filter(path=A).update(skip=True)
    assert counted(applied(batch, bob)) == {"clash": 1, "skipped": 1}
    assert not titles()


@pytest.mark.parametrize("choice", ["own", "update"])
def test_decided_once_the_import_is_done(bob, as_bob, choice):
    batch = imported(bob, FILES)
    decide(as_bob, batch, choice)
    assert "Pier closes in May" in titles()
    assert len(titles()) == (2 if choice == "own" else 1)
    assert item(batch).applied_at
    assert not bytes(item(batch).data)
    assert "clash" not in counted(now(batch))


def test_decided_after_an_import_by_command(as_bob, bob, tmp_path):
    batch = bring_in(write(tmp_path, FILES)).batch
    page = text(as_bob.get(url("import-detail", batch), {"class": "clash"}))
    assert "A story of its own" in page
    decide(as_bob, batch, "own")
    assert titles() == {"Night ferries begin", "Pier closes in May"}


def test_what_clashes_only_when_it_is_imported(bob, tmp_path):
    """Somebody else brings in the other story between preview and import."""
    batch = previewed(bob, {B: FILES[B]})
    bring_in(write(tmp_path, {A: FILES[A]}))
    batch = applied(batch, bob)
    assert counted(batch) == {"clash": 1}
    assert bytes(item(batch).data) == FILES[B]
    assert titles() == {"Night ferries begin"}


def test_not_on_other_files(batch, as_bob):
    one = batch.items.get(path=A)
    response = as_bob.post(url("import-clash", batch, one.pk), {"choice": "own"})
    assert response.status_code == 409
    assert "No other story has the address" in text(response)


def test_not_without_its_content(batch, as_bob):
    ImportItem.objects.update(data=b"")
    response = decide(as_bob, batch, "own")
    assert response.status_code == 409
    assert "import the file again" in text(response)


def test_not_while_it_is_being_imported(batch, as_bob):
    ImportBatch.objects.update(state=BatchState.APPLYING)
    assert decide(as_bob, batch, "own").status_code == 409


def test_an_import_of_nothing_but_a_clash(bob, as_bob, tmp_path):
    bring_in(write(tmp_path, {A: FILES[A]}))
    batch = previewed(bob, {B: FILES[B]})
    page = text(as_bob.get(url("import-detail", batch)))
    assert "Nothing new" not in page
    assert "1 address clash" in text(as_bob.get("/desk/imports/"))


@pytest.mark.parametrize("more", [1, 30])
def test_queries_do_not_grow(more, as_bob, batch, django_assert_num_queries):
    for number in range(more):
        make_item(batch=batch, path=f"_news/{number}.md", result="clash", same_address_as=A)
    with django_assert_num_queries(12):
        as_bob.get(url("import-detail", batch), {"class": "clash"})
