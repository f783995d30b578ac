"""Related coverage on an article's admin page."""

import pytest

from articles.actions import articles as actions
from articles.models import Article, Event, RelatedLink
from tests.admin.pages import address, errors_of, form_of
from tests.factories import make_article, make_link

pytestmark = pytest.mark.django_db

ELSEWHERE = "https://elsewhere.example/story"


def send(client, article, **fields):
    page = address(Article, "change", article.pk)
    return client.post(page, {**form_of(client.get(page)), **fields})


def titles(article):
    return list(RelatedLink.objects.filter(article=article).values_list("title", flat=True))


def test_remove(as_bob, bob):
    article = make_article()
    first, second, third = (make_link(article, title=title) for title in ("A", "B", "C"))
    assert send(as_bob, article, unlink=[first.pk, third.pk]).status_code == 302
    assert titles(article) == ["B"]
    assert list(Event.objects.values_list("action", "actor")) == [("unlink", bob.pk)] * 2


def test_add_by_address_and_title(as_bob, bob):
    article = make_article()
    make_link(article, title="A")
    assert send(as_bob, article, link_url=ELSEWHERE, link_title="B").status_code == 302
    assert titles(article) == ["A", "B"]
    event = Event.objects.get()
    assert (event.action, event.actor) == ("link", bob)


def test_add_one_of_ours(as_bob):
    article, other = make_article(), make_article(title="Ours")
    send(as_bob, article, link_url=f" {other.web_url} ")
    assert RelatedLink.objects.get(article=article).target == other


def test_everything_in_one_save(as_bob):
    article = make_article(title="Old", quality=1)
    link = make_link(article, title="A")
    fields = {"headline": "New", "unlink": [link.pk], "points": 2, "decision": "unpublish"}
    send(as_bob, article, **fields, link_url=ELSEWHERE, link_title="B")
    now = Article.objects.get(pk=article.pk)
    assert (now.title, now.quality, now.public, now.version) == ("New", 2, False, 6)
    assert titles(article) == ["B"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"link_url": ELSEWHERE}, "title of the link"),
        ({"link_title": "A title alone"}, "cannot be linked to"),
        ({"link_url": "javascript:alert(1)", "link_title": "B"}, "cannot be linked to"),
        ({"link_url": ELSEWHERE, "link_title": "B" * 501}, "at most 500 characters"),
        ({"unlink": ["999"]}, "not one of the available choices"),
    ],
)
def test_what_is_refused(as_bob, fields, message):
    article = make_article(title="Old")
    make_link(article, title="A")
    response = send(as_bob, article, headline="New", **fields)
    assert message in errors_of(response)
    assert Article.objects.get(pk=article.pk).title == "Old"
    assert titles(article) == ["A"]


def test_not_to_itself_and_not_twice(as_bob):
    article, other = make_article(), make_article()
    make_link(article, target=other, url=other.url)
    assert "this article itself" in errors_of(send(as_bob, article, link_url=article.web_url))
    assert "linked already" in errors_of(send(as_bob, article, link_url=other.web_url))


def test_links_of_others_stay(as_bob):
    article, other = make_article(), make_article()
    link = make_link(other, title="Theirs")
    assert send(as_bob, article, unlink=[link.pk]).status_code == 200
    assert titles(other) == ["Theirs"]


def test_a_stale_form_is_refused(as_bob, alice):
    article = make_article()
    link = make_link(article, title="A")
    page = address(Article, "change", article.pk)
    form = form_of(as_bob.get(page))
    actions.publish(article=article, by=alice, version=1)
    response = as_bob.post(page, {**form, "unlink": [link.pk]})
    assert "changed by somebody else" in errors_of(response)
    assert titles(article) == ["A"]


@pytest.mark.parametrize("person", ["as_alice", "as_charlie", "client"])
def test_not_for_others(request, person):
    article = make_article()
    link = make_link(article, title="A")
    form = {"headline": "New", "seen": 1, "unlink": [link.pk]}
    request.getfixturevalue(person).post(address(Article, "change", article.pk), form)
    assert titles(article) == ["A"]
