"""Who else has an article open."""

import pytest
from django.core.cache import cache

from articles.desk.teamwork import presence
from articles.desk.teamwork.presence import Person
from tests.desk.pages import text, url
from tests.factories import make_article
from tests.queries import count_queries


def here(client, article, **fields):
    return client.post(url("article-here", article), fields)


def test_doors(doors, article):
    doors(url("article-here", article))


def test_each_learns_of_the_other(as_alice, as_bob, article):
    assert "open" not in text(here(as_alice, article))
    assert "Alice has this open" in text(here(as_bob, article))
    assert '<span class="dot" aria-hidden="true">BO</span>' in text(here(as_alice, article))


def test_page_pane_and_row_say_so_at_once(as_alice, as_bob, article):
    here(as_bob, article)
    for address in (url("article-detail", article), url("article-pane", article), "/desk/"):
        assert "Bob has this open" in text(as_alice.get(address))
        assert "Bob has this open" not in text(as_bob.get(address))


def test_going_on_leaves_the_one_before(as_alice, as_bob, article):
    other = make_article()
    here(as_bob, article)
    here(as_bob, other, left=article.pk)
    assert "Bob" not in text(here(as_alice, article))
    assert "Bob has this open" in text(here(as_alice, other))


@pytest.mark.parametrize("left", ["", "x", "0", "999", "99999999999999999999"])
def test_what_was_never_open_is_not_left(as_alice, as_bob, article, left):
    here(as_bob, article)
    assert "Bob has this open" in text(here(as_alice, article, left=left))


def test_to_go_on_with_the_same_is_to_stay(as_alice, as_bob, article):
    here(as_bob, article, left=article.pk)
    assert "Bob has this open" in text(here(as_alice, article))


@pytest.mark.parametrize("pk", ["0", "5000000000", "9999999999999999999999999"])
def test_nobody_has_open_what_is_not_there(as_alice, pk, monkeypatch):
    monkeypatch.setattr(cache, "set", None)
    assert as_alice.post(f"/desk/articles/{pk}/here/").status_code == 404


def test_two_are_both_named(alice, bob, charlie):
    presence.come(1, bob)
    presence.come(1, charlie)
    assert [person.name for person in presence.come(1, alice)] == ["Bob", "Charlie"]


def test_who_is_not_heard_of_is_forgotten(alice, bob, monkeypatch):
    presence.come(1, bob)
    later = presence.time.time() + presence.SECONDS + 1
    monkeypatch.setattr(presence.time, "time", lambda: later)
    assert presence.come(1, alice) == []


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Mara Elling", "ME"), ("alice", "AL"), ("Ana de la Cruz", "AC"), ("x", "X"), ("", "?")],
)
def test_initials(name, initials):
    assert Person(name).initials == initials


def test_the_cache_is_read_once_for_all_rows(alice, monkeypatch):
    asked = []
    read = cache.get_many
    monkeypatch.setattr(cache, "get_many", lambda keys: asked.append(keys) or read(keys))
    assert presence.others([1, 2, 3], alice) == {}
    assert presence.others([], alice) == {}
    assert [len(keys) for keys in asked] == [3]


def test_rows_take_no_more_queries_with_people_in_them(as_alice, as_bob):
    articles = [make_article() for _ in range(10)]
    alone = count_queries(as_alice, "/desk/")
    for article in articles:
        here(as_bob, article)
    assert count_queries(as_alice, "/desk/") == alone
