"""Related coverage of one article."""

import pytest

from articles.actions import links
from articles.actions.errors import Refused, Stale
from articles.models import Event, Origin, RelatedLink
from tests.factories import make_article, make_link

pytestmark = pytest.mark.django_db


def titles(article):
    return [link.title for link in article.links.all()]


@pytest.fixture
def story():
    article = make_article()
    for title in ("one", "two", "three"):
        make_link(article, title=title)
    return article


def link_called(article, title):
    return article.links.get(title=title)


def test_link_to_an_article(alice):
    article, target = make_article(), make_article(title="Other &amp; more")
    done = links.add(article=article, by=alice, version=1, target=target).row
    link = done.links.get()
    assert (link.target, link.title, link.origin) == (target, "Other &amp; more", Origin.EDITOR)
    assert (link.published_at, link.quality) == (target.published_at, 80)
    assert done.version == 2


def test_a_pasted_address_finds_our_article(alice):
    target = make_article(
        canonical_url="https://paper.example/x", web_url="https://paper.example/x"
    )
    url = "http://www.paper.example/x/?utm_source=mail"
    done = links.add(article=make_article(), by=alice, version=1, url=url).row
    assert done.links.get().target == target


def test_a_page_elsewhere(alice):
    url, article = "https://www.there.example/a?b=1", make_article()
    done = links.add(article=article, by=alice, version=1, url=url, title=" A & B ").row
    link = done.links.get()
    assert (link.url, link.title, link.provider_domain) == (url, "A & B", "there.example")
    assert link.canonical_url == "https://there.example/a?b=1"
    assert link.target is None


@pytest.mark.parametrize(
    ("url", "title", "message"),
    [
        ("", "x", "cannot be linked to"),
        ("javascript:alert(1)", "x", "must begin with http"),
        ("https://user:pw@there.example/", "x", "user name or password"),
        ("https://there.example/", "", "title of the link is empty"),
        ("https://there.example/", "x" * 501, "shorten it to 500"),
    ],
)
def test_what_cannot_be_linked(alice, url, title, message):
    with pytest.raises(Refused, match=message):
        links.add(article=make_article(), by=alice, version=1, url=url, title=title)
    assert not RelatedLink.objects.exists()


def test_not_to_itself(alice):
    article = make_article()
    with pytest.raises(Refused, match="this article itself"):
        links.add(article=article, by=alice, version=1, url=article.url)


def test_not_twice(alice, story):
    url = story.links.first().url
    with pytest.raises(Refused, match="is linked already"):
        links.add(article=story, by=alice, version=1, url=f"{url}#top", title="Again")


def test_not_endlessly(alice, story, monkeypatch):
    monkeypatch.setattr(links, "MAX_RELATED", 3)
    with pytest.raises(Refused, match="at most 3 links"):
        links.add(article=story, by=alice, version=1, url="https://there.example/", title="x")


def test_remove(alice, story):
    done = links.remove(article=story, by=alice, version=1, link=link_called(story, "two")).row
    assert titles(done) == ["one", "three"]
    assert [link.position for link in done.links.all()] == [0, 1]


def test_links_that_stay_are_the_same_rows(alice, story):
    kept = link_called(story, "three").pk
    links.remove(article=story, by=alice, version=1, link=link_called(story, "one").pk)
    assert link_called(story, "three").pk == kept


@pytest.mark.parametrize(
    ("to", "order"),
    [
        (0, ["three", "one", "two"]),
        (1, ["one", "three", "two"]),
        (99, ["one", "two", "three"]),
        (-5, ["three", "one", "two"]),
    ],
)
def test_move(alice, story, to, order):
    link = link_called(story, "three")
    done = links.move(article=story, by=alice, version=1, link=link, to=to).row
    assert titles(done) == order


@pytest.mark.parametrize("action", [links.remove, links.move])
def test_a_link_of_another_article(alice, story, action):
    other = make_link(make_article())
    more = {"to": 0} if action is links.move else {}
    with pytest.raises(Refused, match="not there any more"):
        action(article=story, by=alice, version=1, link=other, **more)


def test_an_event_holds_both_lists(alice, story):
    links.remove(article=story, by=alice, version=1, link=link_called(story, "two"))
    event = Event.objects.get()
    assert [link["title"] for link in event.before["links"]] == ["one", "two", "three"]
    assert [link["title"] for link in event.after["links"]] == ["one", "three"]


def test_stale(alice, story):
    with pytest.raises(Stale):
        links.remove(article=story, by=alice, version=7, link=link_called(story, "two"))
    assert titles(story) == ["one", "two", "three"]
