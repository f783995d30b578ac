import re
from datetime import timedelta
from time import time
from xml.etree import ElementTree

import pytest
from django.utils.http import http_date

from articles.actions.topics import change
from articles.models import Review, State, TopicRedirect
from tests.factories import NOON, make_article, make_image, make_topic
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
URL = "/topics/energy/feed.atom"
# RFC 4151: an authority, a day on which it was theirs, and what they call it.
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:[a-z0-9/]+")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def energy():
    return make_topic(slug="energy", name="Energy & heat")


def feed(client, **headers):
    return ElementTree.fromstring(client.get(URL, headers=headers).content)


def ids(root):
    """The feed's, then its entries'."""
    return [
        root.findtext(f"{ATOM}id"),
        *(e.findtext(f"{ATOM}id") for e in root.iter(f"{ATOM}entry")),
    ]


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
    entry = root.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/news/quarry/"


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
    again = client.get(URL, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("header", ["if-none-match", "if-modified-since"])
def test_a_story_that_comes_late_is_not_missed(client, energy, header):
    """Held until today, dated last week: no moment in the feed is newer for it."""
    make_article(topics=[energy])
    first = client.get(URL)
    known = {"if-none-match": first["ETag"], "if-modified-since": http_date(time())}[header]
    make_article(topics=[energy], published_at=NOON - timedelta(days=7))
    again = client.get(URL, headers={header: known})
    assert (again.status_code, len(titles(ElementTree.fromstring(again.content)))) == (200, 2)


def test_ids_are_of_no_host(client, settings, energy):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "news.example", "testserver"]
    make_article(topics=[energy])
    hosts = ["localhost:8000", "127.0.0.1", "news.example", "news.example:8443"]
    found = [ids(feed(client, host=host)) for host in hosts]
    found.append(ids(ElementTree.fromstring(client.get(URL, secure=True).content)))
    settings.ALLOWED_HOSTS = ["testserver", "moved.example"]
    found.append(ids(feed(client, host="moved.example")))
    assert all(one == found[0] for one in found)
    assert all(TAG.fullmatch(one) for one in found[0])
    assert len(set(found[0])) == 2


def test_a_topic_keeps_its_id_under_another_name(client, energy, bob):
    before = ids(feed(client))
    change(topic=energy, by=bob, version=1, action="edit", to={"name": "Power", "slug": "power"})
    assert ids(ElementTree.fromstring(client.get("/topics/power/feed.atom").content)) == before


def test_an_entry_has_one_id_in_every_feed(client, energy):
    make_article(topics=[energy])
    everything = ElementTree.fromstring(client.get("/feed.atom").content)
    assert ids(everything)[1:] == ids(feed(client))[1:]
    assert ids(everything)[0] != ids(feed(client))[0]


def test_the_feed_of_the_whole_site(client, energy):
    make_article(title="Filed", topics=[energy], published_at=NOON - timedelta(hours=1))
    make_article(title="Unfiled", quality=None, published_at=NOON)
    make_article(title="Held", state=State.UNPUBLISHED)
    root = ElementTree.fromstring(client.get("/feed.atom").content)
    assert titles(root) == ["Unfiled", "Filed"]
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://testserver/feed.atom",
        "alternate": "http://testserver/",
    }


def test_programs_elsewhere_may_load_it(client, energy):
    first = client.get(URL)
    again = client.get(URL, headers={"if-none-match": first["ETag"]})
    for response in (first, again):
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_an_old_slug_leads_to_the_new_feed(client, energy):
    TopicRedirect.objects.create(slug="power", topic=energy)
    response = client.get("/topics/power/feed.atom")
    assert (response.status_code, response["Location"]) == (301, URL)


def test_no_such_topic(client):
    assert client.get("/topics/nothing/feed.atom").status_code == 404


def test_more_rows_take_no_more_queries(client, energy):
    client.get(URL)  # the first feed of all decides who mints ids
    for _ in range(10):
        make_article(topics=[energy, make_topic()], images=[make_image()])
    ten = count_queries(client, URL)
    for _ in range(10):
        make_article(topics=[energy, make_topic()], images=[make_image()])
    assert count_queries(client, URL) == ten <= 5
