"""What all readers' pages have in common."""

import pytest

from articles.models import TopicRedirect
from tests.factories import make_article, make_link, make_provider, make_topic
from tests.public.pages import outline, text

PAGES = ["/", "/topics/", "/topics/energy/", "/topics/none/", "/news/quarry/", "/about/"]
DOCUMENTS = ["/feed.atom", "/topics/energy/feed.atom", "/sitemap.xml", "/robots.txt"]
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture
def newsroom(db):
    energy = make_topic(slug="energy", name="Energy", description="What drives things.")
    make_topic(slug="none", name="Nothing yet", parent=energy)
    article = make_article(slug="quarry", topics=[energy])
    make_link(article)
    TopicRedirect.objects.create(slug="power", topic=energy)
    return article


@pytest.fixture
def evil(newsroom):
    provider = make_provider(name=EVIL)
    topic = make_topic(slug="evil", name=EVIL, description=EVIL, short_name=EVIL[:100])
    article = make_article(
        slug="evil", title=EVIL, excerpt=EVIL, topics=[topic], provider=provider,
        provider_name=EVIL, web_url="javascript:alert(1)", featured_content=EVIL,
    )  # fmt: skip
    make_link(article, title=EVIL, url="javascript:alert(1)", provider_name=EVIL)
    return article


@pytest.mark.parametrize("url", PAGES + DOCUMENTS)
def test_opens_for_strangers_and_for_heads(newsroom, client, url):
    assert client.get(url).status_code == 200
    assert client.head(url).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("url", PAGES + DOCUMENTS)
def test_other_methods_are_refused(newsroom, client, url, method):
    assert getattr(client, method)(url).status_code == 405


@pytest.mark.parametrize("url", PAGES + DOCUMENTS)
def test_may_be_shared_by_caches_and_sets_no_cookie(newsroom, client, url):
    response = client.get(url)
    assert "public" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("url", PAGES)
def test_an_editor_gets_the_same_page(newsroom, client, as_alice, url):
    assert client.get(url).content == as_alice.get(url).content


@pytest.mark.parametrize("url", [*PAGES, "/gone/"])
def test_headings_form_an_outline(newsroom, client, url):
    headings = outline(client.get(url)).headings
    assert headings.count(1) == 1
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in zip(headings, headings[1:], strict=False))


@pytest.mark.parametrize("url", [*PAGES, "/gone/"])
def test_needs_no_script_and_no_inline_style(newsroom, client, url):
    page = outline(client.get(url))
    assert not {"script", "style", "iframe"} & set(page.tags)
    assert not [name for name in page.attributes if name == "style" or name.startswith("on")]


@pytest.mark.parametrize(
    "url",
    ["/", "/topics/", "/topics/evil/", "/news/evil/", "/feed.atom", "/topics/evil/feed.atom"],
)
def test_what_others_wrote_is_escaped(evil, client, url):
    page = text(client.get(url))
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "javascript:" not in page


def test_links_that_leave_do_not_hand_over_the_window(newsroom, client):
    for url in ("/", "/news/quarry/"):
        leaving = [a for a in outline(client.get(url)).links if a["href"].startswith("http")]
        assert leaving
        assert all(link["rel"] == "noopener" for link in leaving)


def test_the_masthead_names_root_topics_that_have_stories(newsroom, client):
    make_topic(slug="empty", name="Empty")
    page = client.get("/about/")
    assert "/topics/energy/" in outline(page).hrefs()
    assert "/topics/empty/" not in outline(page).hrefs()
    assert "/topics/none/" not in outline(page).hrefs()


@pytest.mark.parametrize("url", [*PAGES, "/gone/"])
def test_every_page_offers_its_feed(newsroom, client, url):
    own = {
        "/topics/energy/": ["/topics/energy/feed.atom"],
        "/topics/none/": ["/topics/none/feed.atom"],
        "/news/quarry/": ["/topics/energy/feed.atom"],
    }
    page = outline(client.get(url))
    feeds = [link for link in page.head_links if link["rel"] == "alternate"]
    assert [link["href"] for link in feeds] == [*own.get(url, []), "/feed.atom"]
    assert all(link["type"] == "application/atom+xml" and link["title"] for link in feeds)
    assert all(client.get(link["href"]).status_code == 200 for link in feeds)
