from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.models import Event, Review, State, TopicRedirect
from tests.factories import NOON, make_article, make_image, make_topic
from tests.public.pages import queries

pytestmark = pytest.mark.django_db
URL = "/topics/energy/feed.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def energy():
    return make_topic(slug="energy", name="Energy & heat")


def feed(client, **headers):
    return ElementTree.fromstring(client.get(URL, headers=headers).content)


def titles(root):
    return [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]


def test_newest_stories_first(client, energy):
    make_article(title="Older", quality=99, topics=[energy], published_at=NOON - timedelta(hours=1))
    make_article(title="Newer", quality=70, topics=[energy], published_at=NOON)
    assert titles(feed(client)) == ["Newer", "Older"]
    assert client.get(URL)["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_has_what_atom_asks_for(client, energy):
    make_article(slug="quarry", topics=[energy])
    root = feed(client)
    for element in (root, root.find(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}")
        assert element.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{URL}"
    assert root.findtext(f"{ATOM}entry/{ATOM}id") == "http://testserver/news/quarry/"


def test_hidden_and_folded_stories_are_left_out(client, energy):
    lead = make_article(title="Lead", topics=[energy])
    make_article(state=State.UNPUBLISHED, topics=[energy])
    make_article(review=Review.REJECTED, topics=[energy])
    make_article(folded_into=lead, topics=[energy])
    assert titles(feed(client)) == ["Lead"]


def test_stays_valid_whatever_the_texts_hold(client, energy):
    make_article(title="A\x07B \x1b[31m ]]> <b>&amp;</b>\ufffe", excerpt="\x0b", topics=[energy])
    assert titles(feed(client)) == ["AB [31m ]]> <b>&</b>"]


def test_an_empty_feed_is_valid_and_stable(client, energy):
    assert titles(feed(client)) == []
    assert client.get(URL)["ETag"] == client.get(URL)["ETag"]


def test_a_reader_who_has_it_is_not_sent_it_again(client, energy):
    make_article(topics=[energy])
    first = client.get(URL)
    for header in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = client.get(URL, headers=header)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]


def test_an_edit_makes_it_new(client, energy):
    article = make_article(topics=[energy])
    first = client.get(URL)
    Event.objects.create(article=article, action="edit", at=timezone.now())
    assert client.get(URL, headers={"if-none-match": first["ETag"]}).status_code == 200
    since = {"if-modified-since": first["Last-Modified"]}
    assert client.get(URL, headers=since).status_code == 200


def test_an_old_slug_leads_to_the_new_feed(client, energy):
    TopicRedirect.objects.create(slug="power", topic=energy)
    response = client.get("/topics/power/feed.atom")
    assert (response.status_code, response["Location"]) == (301, URL)


def test_no_such_topic(client):
    assert client.get("/topics/nothing/feed.atom").status_code == 404


def test_more_rows_take_no_more_queries(client, energy):
    for _ in range(10):
        make_article(topics=[energy, make_topic()], images=[make_image()])
    ten = queries(client, URL)
    for _ in range(10):
        make_article(topics=[energy, make_topic()], images=[make_image()])
    assert queries(client, URL) == ten <= 5
