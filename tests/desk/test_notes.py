"""Notes on an article's page, in its row, and on the page of whom they ask."""

import pytest

from articles.models import Mention, Note
from tests.desk.pages import text, url
from tests.factories import make_article, make_mention, make_note
from tests.queries import count_queries

FOR_YOU = "/desk/for-you/"
KEY = "6f1c0c0e-8a3c-4a1e-9a5e-0a7b0f1f2a3b"


def leave(client, article, said, **fields):
    return client.post(url("note-add", article), {"text": said, **fields})


@pytest.fixture
def note(alice, article):
    return make_note(article, by=alice, by_name="Alice", text="Call <b>them</b>")


def test_doors(doors, article, note):
    mention = make_mention(note.by, note)
    doors(url("note-add", article))
    doors(url("note-remove", article, note.pk))
    doors(FOR_YOU, "get")
    doors(f"{FOR_YOU}{mention.pk}/done/")


def test_a_note_stands_on_the_page(as_alice, bob, article):
    response = leave(as_alice, article, "@bob: is it true?")
    assert response["Location"] == url("article-detail", article) + "#notes"
    page = text(as_alice.get(response["Location"]))
    assert "@bob: is it true?</blockquote>" in page
    assert "Left a note" in page
    assert '<small class="quiet">for Bob</small>' in " ".join(page.split())


def test_sent_twice_it_is_one(as_alice, article):
    for _ in range(2):
        leave(as_alice, article, "Once.", key=KEY)
    assert Note.objects.count() == 1


def test_it_is_text(as_alice, article, note):
    assert "Call &lt;b&gt;them&lt;/b&gt;" in text(as_alice.get(url("article-detail", article)))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "The note is empty"),
        ("x" * 1001, "shorten it to 1,000"),
        ("x" * 2001, "Shorten the note to 1,000 characters."),
        ("a\x07b", "cannot be shown"),
    ],
)
def test_what_is_no_note_is_said_and_nothing_typed_is_lost(as_alice, article, typed, words):
    response = leave(as_alice, article, typed)
    assert response.status_code == 422
    assert words in text(response)
    assert f"required>{typed}</textarea>" in text(response)


def test_a_mangled_key_is_no_note(as_alice, article):
    response = leave(as_alice, article, "A note.", key="x")
    assert response.status_code == 422
    assert "incomplete" in text(response)


def test_an_unknown_article_has_no_notes(as_alice):
    assert as_alice.post("/desk/articles/999/notes/add/", {"text": "A"}).status_code == 404


def test_ones_own_note_can_be_removed(as_alice, article, note):
    assert "Remove your note" in text(as_alice.get(url("article-detail", article)))
    as_alice.post(url("note-remove", article, note.pk))
    assert not Note.objects.exists()


def test_another_s_note_cannot(as_bob, article, note):
    assert "Remove your note" not in text(as_bob.get(url("article-detail", article)))
    response = as_bob.post(url("note-remove", article, note.pk))
    assert response.status_code == 422
    assert "Only who wrote a note may remove it." in text(response)


def test_a_note_of_another_article_is_not_found(as_alice, note):
    assert as_alice.post(url("note-remove", make_article(), note.pk)).status_code == 404


def test_the_row_counts_them(as_alice, article, note):
    assert "<span>1 note</span>" in text(as_alice.get("/desk/"))
    make_note(article)
    assert "<span>2 notes</span>" in text(as_alice.get("/desk/"))


def test_whom_it_asks_finds_it_until_they_have_looked(as_alice, as_bob, bob, article, note):
    mention = make_mention(bob, note)
    rail = '<span>For you</span> <span id="count-mentions">'
    assert f"{rail}1</span>" in text(as_bob.get("/desk/"))
    assert f"{rail}0</span>" in text(as_alice.get("/desk/"))
    assert "Call &lt;b&gt;them&lt;/b&gt;" in text(as_bob.get(FOR_YOU))
    assert as_bob.post(f"{FOR_YOU}{mention.pk}/done/")["Location"] == FOR_YOU
    assert "Nothing waits for you." in text(as_bob.get(FOR_YOU))
    assert "(has looked)" in text(as_bob.get(url("article-detail", article)))


def test_only_whom_it_asks_has_looked(as_alice, bob):
    mention = make_mention(bob)
    assert as_alice.post(f"{FOR_YOU}{mention.pk}/done/").status_code == 404
    assert not Mention.objects.get().done


def test_queries_do_not_grow(as_alice, alice, article):
    def fill():
        for _ in range(10):
            make_mention(alice, make_note(article))
        make_mention(alice, make_note())
        addresses = (FOR_YOU, "/desk/", url("article-detail", article))
        return [count_queries(as_alice, address) for address in addresses]

    assert fill() == fill()


def test_names_that_nobody_is_told_by_are_said(as_alice, bob, charlie, article):
    leave(as_alice, article, "@bob @charlie. @nobody")
    said = "Nobody who reviews is called @charlie, @nobody: nobody is told by that."
    assert said in text(as_alice.get(url("article-detail", article)))


def test_where_all_are_told_nothing_is_said(as_alice, bob, article):
    leave(as_alice, article, "@BOB, mail me@bob.example")
    assert "nobody is told" not in text(as_alice.get(url("article-detail", article)))
