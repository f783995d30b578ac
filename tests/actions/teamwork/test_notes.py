"""Notes on an article, and whom they ask to look."""

from uuid import uuid4

import pytest

from articles.actions.errors import Refused
from articles.actions.teamwork import notes
from articles.models import Article, Event, Mention, Note
from tests.factories import make_article, make_mention, make_note, make_user

pytestmark = pytest.mark.django_db


def write(by, text, article=None, act=None):
    article = article or make_article()
    return notes.write(article=article, by=by, text=text, act=act or uuid4())


def asked(note):
    return {mention.person.username for mention in note.mentions.all()}


def test_a_note_is_kept_and_no_change(alice):
    note = write(alice, " Call  the operator.\r\n\r\nBefore noon. ")
    assert (note.text, note.by, note.by_name) == (
        *("Call the operator.\n\nBefore noon.", alice),
        "Alice",
    )
    assert (Article.objects.get().version, Event.objects.count()) == (1, 0)


def test_an_article_may_be_named_by_its_key(alice):
    assert write(alice, "A note.", make_article().pk).article == Article.objects.get()


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("@bob, look", {"bob"}),
        ("Ask (@Bob).", {"bob"}),
        ("@alice and @bob and @bob", {"alice", "bob"}),
        ("@mara.elling. Thanks", {"mara.elling"}),
        ("bob@bob is an address, @@bob nothing", set()),
        ("@charlie may not review, @dave is gone, @nobody is not here", set()),
        ("nobody", set()),
    ],
)
def test_whom_it_asks(alice, bob, charlie, dave, text, people):
    make_user("mara.elling", "editors")
    assert asked(write(alice, text)) == people


def test_it_asks_so_many_at_most(alice):
    names = " ".join(f"@n{n}" for n in range(notes.MOST_MENTIONS + 1))
    with pytest.raises(Refused, match="at most 10 people; this one 11"):
        write(alice, names)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" \n ", "The note is empty"),
        ("x" * 1001, "1,001 characters"),
        ("x\n" * 501, "1,001 characters"),
        ("a\x07b", "cannot be shown"),
    ],
)
def test_what_is_no_note(alice, text, words):
    with pytest.raises(Refused, match=words):
        write(alice, text)
    assert not Note.objects.exists()


def test_sent_twice_it_is_one(alice):
    act, article = uuid4(), make_article()
    assert write(alice, "Once.", article, act) == write(alice, "Once.", article, act)
    assert Note.objects.count() == 1


def test_an_article_has_so_many(alice, monkeypatch):
    monkeypatch.setattr(notes, "MOST_NOTES", 1)
    article = make_note().article
    with pytest.raises(Refused, match="1 notes are enough"):
        write(alice, "One more.", article)


def test_only_who_wrote_it_removes_it(alice, bob):
    note = write(alice, "@bob")
    with pytest.raises(Refused, match="Only who wrote"):
        notes.remove(note=note, by=bob)
    notes.remove(note=note, by=alice)
    assert not Mention.objects.exists()


def test_a_mention_is_settled(alice):
    mention = make_mention(alice)
    notes.settle(mention=mention)
    assert Mention.objects.get().done


def test_a_note_outlives_its_writer(alice):
    write(alice, "A note.")
    alice.delete()
    assert (Note.objects.get().by, Note.objects.get().by_name) == (None, "Alice")
