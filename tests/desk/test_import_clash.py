"""An admin decides on a file whose address another story has under another title."""

import re

import pytest

from articles.actions.errors import Refused
from articles.imports import actions
from articles.models import Article, BatchState, ImportBatch, ImportItem
from articles.seeds.kinds import AddressChoice
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
    assert "Clashes <span>1</span>" in page
    page = text(as_bob.get(url("import-detail", batch), {"class": "clash"}))
    other = url("import-item", batch, batch.items.get(path=A).pk)
    assert f'<a href="{other}" dir="auto">Night ferries begin</a>' in page
    assert f'<span class="path" dir="auto">{A}</span> in this import' in page
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


@pytest.mark.parametrize("done", [False, True])
def test_of_two_who_decide_at_once_the_second_is_told(batch, bob, done):
    if done:
        batch = applied(batch, bob)
    seen = [batch.items.get(result="clash") for _ in ("one", "other")]
    actions.decide(item=seen[0], by=bob, choice=AddressChoice.OWN)
    with pytest.raises(Refused, match="Somebody else"):
        actions.decide(item=seen[1], by=bob, choice=AddressChoice.UPDATE)
    assert batch.items.get(pk=seen[0].pk).address_choice == AddressChoice.OWN


def test_a_decision_is_undone(batch, bob, as_bob):
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
    assert "1 clash" in text(as_bob.get("/desk/imports/"))


@pytest.mark.parametrize("more", [1, 30])
def test_queries_do_not_grow(more, as_bob, batch, django_assert_num_queries):
    for number in range(more):
        make_item(batch=batch, path=f"_news/{number}.md", result="clash", same_address_as=A)
    with django_assert_num_queries(14):
        as_bob.get(url("import-detail", batch), {"class": "clash"})


@pytest.fixture
def holds_another(bob, tmp_path):
    """A preview of a file whose path another story had until now."""
    bring_in(write(tmp_path, {B: FILES[A]}))
    other = seed(title="Pier closes in May", web_url="https://pier.example/may")
    return previewed(bob, {B: other, "_news/c.md": seed(web_url="https://c.example/c")})


def test_a_file_that_holds_another_story_names_the_one_before(holds_another, as_bob):
    page = text(as_bob.get(url("import-detail", holds_another), {"class": "clash"}))
    link = (
        f'<a href="/desk/articles/{Article.objects.get().pk}/" dir="auto">Night ferries begin</a>'
    )
    assert f"Holds another story now. Until now it held {link}" in page
    assert "Has the address of" not in page
    page = text(as_bob.get(url("import-item", holds_another, item(holds_another).pk)))
    assert "<del>Night ferries begin</del>" in page
    assert "<ins>Pier closes in May</ins>" in page


@pytest.mark.parametrize(
    ("choice", "result", "there"),
    [
        ("own", "new", {"Night ferries begin", "Pier closes in May", "A quiet ferry"}),
        ("update", "content", {"Pier closes in May", "A quiet ferry"}),
    ],
)
def test_that_is_decided_alike(holds_another, bob, as_bob, choice, result, there):
    page = text(decide(as_bob, holds_another, choice, headers=HTMX))
    assert page.count('aria-pressed="true"') == 1
    assert item(holds_another).result == result
    promised = counted(now(holds_another))
    assert counted(applied(holds_another, bob)) == promised
    assert titles() == there
    page = text(as_bob.get(url("import-detail", holds_another), {"class": result}))
    assert "Until now it held" not in page


def test_a_preview_of_a_swap_compares_each_story_with_itself(bob, as_bob, tmp_path):
    other = {"title": "Pier closes in May", "web_url": "https://pier.example/may"}
    bring_in(write(tmp_path, {A: FILES[A], B: seed(**other)}))
    swapped = {A: seed(**other, excerpt="It is closed."), B: FILES[A]}
    batch = previewed(bob, swapped)
    page = text(as_bob.get(url("import-item", batch, batch.items.get(path=A).pk)))
    assert "<ins>It is closed.</ins>" in page
    assert "Night ferries begin" not in page
    page = text(as_bob.get(url("import-item", batch, item(batch).pk)))
    assert "Night ferries begin" in page
    assert "<del>" not in page
