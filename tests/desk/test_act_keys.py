"""The same request sent twice is one act, whatever it does."""

import threading
import uuid

import pytest
from django.db import connection
from django.test import Client

from articles.actions import articles as actions
from articles.actions.errors import Stale
from articles.models import Article, Conflict, Event, RelatedLink
from tests.desk.pages import HTMX, post, text, url
from tests.factories import NOON, make_article, make_link

KEY = "7c0f7d5e-5b1c-4b52-9a35-2f7e51d6c0aa"


def act(name, **fields):
    return pytest.param(name, fields, id=name)


@pytest.fixture
def other(db):
    return make_article(title="Villagers and the plant")


def events():
    return Event.objects.exclude(actor=None)


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        act("article-publish"),
        act("article-unpublish"),
        act("article-reject"),
        act("article-reopen"),
        act("article-score", quality=40),
        act("article-edit", title="Another headline", excerpt="Short."),
        act("link-add", url="https://elsewhere.example/a", title="Far away"),
    ],
)
def test_twice_is_once(as_alice, article, name, fields, htmx):
    first = post(as_alice, name, article, key=KEY, htmx=htmx, **fields)
    second = post(as_alice, name, article, key=KEY, htmx=htmx, **fields)
    assert first.status_code == second.status_code == (200 if htmx else 302)
    assert events().count() == 1
    article.refresh_from_db()
    assert article.version == 2
    if htmx:
        group = str(events().get().group)
        assert group in text(first)
        assert group in text(second)


def test_folding_twice_is_once(as_alice, article, other):
    for _ in range(2):
        response = post(as_alice, "article-fold", article, key=KEY, into=other.pk, htmx=True)
        assert response.status_code == 200
    assert events().count() == 2  # one of each article
    assert events().values("group").distinct().count() == 1


def test_unfolding_twice_is_once(as_alice, other):
    article = make_article(folded_into=other)
    for _ in range(2):
        assert post(as_alice, "article-unfold", article, key=KEY).status_code == 302
    assert events().count() == 1


@pytest.mark.parametrize(("name", "fields"), [("link-remove", {}), ("link-move", {"to": 1})])
def test_an_act_on_a_link_twice_is_once(as_alice, article, name, fields):
    link = make_link(article)
    make_link(article)
    for _ in range(2):
        response = post(as_alice, name, article, link.pk, key=KEY, **fields)
        assert response.status_code == 302
    assert events().count() == 1
    assert RelatedLink.objects.filter(article=article).count() == (
        1 if name == "link-remove" else 2
    )


@pytest.mark.parametrize("name", ["conflict-keep-ours", "conflict-take-theirs"])
def test_settling_a_conflict_twice_is_once(as_alice, article, name):
    conflict = Conflict.objects.create(
        article=article, field="title", base="B", theirs="Theirs", at=NOON
    )
    address = url(name, conflict)
    for _ in range(2):
        fields = {"version": 1, "key": KEY, "next": "/desk/conflicts/"}
        response = as_alice.post(address, fields)
        assert (response.status_code, response["Location"]) == (302, "/desk/conflicts/")
    assert events().count() == 1
    assert as_alice.post(address, {"version": 1, "key": uuid.uuid4()}).status_code == 404


@pytest.mark.parametrize("name", ["article-keep-ours", "article-take-theirs"])
def test_settling_all_conflicts_twice_is_once(as_alice, article, name):
    Conflict.objects.create(article=article, field="title", base="B", theirs="Theirs", at=NOON)
    for _ in range(2):
        assert post(as_alice, name, article, key=KEY).status_code == 302
    assert events().count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_undo_twice_is_once_even_where_it_would_find_something_again(
    as_alice, alice, article, headers
):
    done = actions.reject(article=article, by=alice, version=1)
    fields = {"group": done.act, "key": KEY}
    as_alice.post("/desk/undo/", fields, headers=headers)
    undo = events().order_by("-pk")[0].group
    as_alice.post("/desk/undo/", {"group": undo}, headers=headers)
    response = as_alice.post("/desk/undo/", fields, headers=headers)
    assert response.status_code in (200, 302)
    article.refresh_from_db()
    assert article.review == "rejected"
    assert events().count() == 3


def test_another_button_of_the_form_is_another_act(as_alice, article):
    assert post(as_alice, "article-publish", article, key=KEY).status_code == 302
    assert post(as_alice, "article-reject", article, key=KEY).status_code == 409
    article.refresh_from_db()
    assert post(as_alice, "article-reject", article, key=KEY).status_code == 302
    assert list(events().order_by("pk").values_list("action", flat=True)) == ["publish", "reject"]


def test_another_score_is_another_act(as_alice, article):
    assert post(as_alice, "article-score", article, key=KEY, quality=40).status_code == 302
    assert post(as_alice, "article-score", article, key=KEY, quality=50).status_code == 409


def test_the_secret_of_the_session_may_change_in_between(as_alice, article):
    for secret in ("a" * 64, "b" * 64):
        response = post(as_alice, "article-publish", article, key=KEY, csrfmiddlewaretoken=secret)
        assert response.status_code == 302
    assert events().count() == 1


def test_nobody_takes_up_what_somebody_else_has_done(as_alice, as_bob, article):
    assert post(as_alice, "article-publish", article, key=KEY).status_code == 302
    response = post(as_bob, "article-publish", article, key=KEY)
    assert response.status_code == 409
    assert "Alice published it" in text(response)
    assert events().get().actor.username == "alice"


def test_a_key_names_no_act_of_its_own_choice(as_alice, as_bob, article):
    post(as_bob, "article-publish", article)
    group = events().get().group
    article.refresh_from_db()
    assert post(as_alice, "article-reject", article, key=group).status_code == 302
    assert Event.objects.filter(group=group).count() == 1


def test_a_key_that_is_none_is_said(as_alice, article):
    response = post(as_alice, "article-publish", article, key="x", htmx=True)
    assert response.status_code == 422
    assert events().count() == 0


def test_without_a_key_the_second_is_stale(as_alice, article):
    assert post(as_alice, "article-publish", article).status_code == 302
    assert post(as_alice, "article-publish", article).status_code == 409


def test_what_changed_nothing_can_be_sent_again(as_alice, article):
    fields = {"title": article.title, "excerpt": article.excerpt, "key": KEY}
    for _ in range(2):
        assert post(as_alice, "article-edit", article, **fields).status_code == 302
    assert events().count() == 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_at_the_same_time_is_once_too(alice):
    article = make_article()
    start, answers = threading.Barrier(4), []

    def send():
        client = Client()
        client.force_login(alice)
        start.wait()
        answers.append(post(client, "article-publish", article, key=KEY, htmx=True).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 4
    assert events().count() == 1


def test_an_undo_that_somebody_else_was_quicker_than_is_refused(
    as_alice, alice, article, monkeypatch
):
    done = actions.reject(article=article, by=alice, version=1)
    article.refresh_from_db()

    def overtaken(**arguments):
        raise Stale(Article.objects.get(pk=article.pk))

    monkeypatch.setattr("articles.desk.acts.undo_once.undo_act", overtaken)
    response = as_alice.post("/desk/undo/", {"group": done.act, "key": KEY}, headers=HTMX)
    assert response.status_code == 409
