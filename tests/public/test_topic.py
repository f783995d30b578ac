from datetime import timedelta

import pytest

from articles.models import ArticleTopic, Review, State, TopicRedirect
from tests.factories import NOON, make_article, make_image, make_link, make_provider, make_topic
from tests.public.pages import every_page, outline, stories, text
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def energy():
    return make_topic(slug="energy", name="Energy", description="What drives &amp; heats.")


@pytest.fixture
def storage(energy):
    return make_topic(slug="storage", name="Storage", parent=energy)


def test_holds_its_stories_and_those_of_topics_below(client, energy, storage):
    make_article(slug="above", topics=[energy])
    make_article(slug="below", topics=[storage])
    make_article(slug="elsewhere", topics=[make_topic()])
    assert stories(client.get("/topics/energy/")) == ["/news/below/", "/news/above/"]
    assert stories(client.get("/topics/storage/")) == ["/news/below/"]


def test_newest_day_first_and_strongest_first_within(client, energy):
    make_article(slug="old", quality=100, topics=[energy], published_at=NOON - timedelta(days=1))
    make_article(slug="weak", quality=70, topics=[energy], published_at=NOON)
    make_article(slug="strong", quality=90, topics=[energy], published_at=NOON)
    response = client.get("/topics/energy/")
    assert stories(response) == ["/news/strong/", "/news/weak/", "/news/old/"]
    assert len(response.context["days"]) == 2


def test_tells_where_it_stands(client, energy, storage):
    make_article(topics=[make_topic(slug="sodium", name="Sodium-ion", parent=storage)])
    page = client.get("/topics/storage/")
    assert [topic.slug for topic in page.context["ancestors"]] == ["energy"]
    assert "/topics/sodium/" in outline(page).hrefs()
    assert "/topics/storage/feed.atom" in outline(page).hrefs()
    assert "What drives &amp; heats." in text(client.get("/topics/energy/"))


def test_hidden_and_folded_stories_are_left_out(client, energy):
    lead = make_article(slug="lead", topics=[energy])
    make_article(state=State.UNPUBLISHED, topics=[energy])
    make_article(review=Review.REJECTED, topics=[energy])
    make_article(folded_into=lead, topics=[energy])
    assert stories(client.get("/topics/energy/")) == ["/news/lead/"]


def test_a_copy_that_lags_behind_shows_nothing_hidden(client, energy):
    make_article(state=State.UNPUBLISHED, topics=[energy])
    ArticleTopic.objects.update(public=True)
    assert stories(client.get("/topics/energy/")) == []


def test_an_old_slug_leads_to_the_new_one(client, energy):
    TopicRedirect.objects.create(slug="power", topic=energy)
    response = client.get("/topics/power/")
    assert (response.status_code, response["Location"]) == (301, "/topics/energy/")


@pytest.mark.parametrize("address", ["ENERGY", "Energy", "ｅｎｅｒｇｙ", "POWER"])
@pytest.mark.parametrize("below", ["", "feed.atom"])
def test_an_address_in_another_case_or_form_leads_to_it(client, energy, address, below):
    TopicRedirect.objects.create(slug="power", topic=energy)
    response = client.get(f"/topics/{address}/{below}")
    assert (response.status_code, response["Location"]) == (301, f"/topics/energy/{below}")


def test_a_decomposed_address_leads_to_the_topic(client):
    make_topic(slug="новый-зал")
    response = client.get("/topics/новыи\u0306-ЗАЛ/")
    assert response.status_code == 301
    assert client.get(response["Location"]).status_code == 200


def test_a_topic_that_waits_has_its_page_and_no_place_in_menus(client):
    waiting = make_topic(slug="waiting", accepted=False)
    below = make_topic(slug="below", parent=waiting)
    make_article(topics=[below], slug="new")
    assert stories(client.get("/topics/waiting/")) == ["/news/new/"]
    assert client.get("/topics/waiting/feed.atom").status_code == 200
    for page in ("/", "/topics/", "/about/"):
        hrefs = outline(client.get(page)).hrefs()
        assert "/topics/waiting/" not in hrefs, page
    assert "/topics/waiting/" not in text(client.get("/sitemap.xml"))
    waiting.accepted = True
    waiting.save()
    assert "/topics/waiting/" in outline(client.get("/")).hrefs()


@pytest.mark.parametrize("slug", ["nothing", "ENERGIES", "..", "x" * 3000, "能源"])
def test_no_such_topic(client, energy, slug):
    assert client.get(f"/topics/{slug}/").status_code == 404


def test_a_topic_without_stories_says_so(client, energy):
    assert "Nothing filed here yet" in text(client.get("/topics/energy/"))


def test_pages_are_complete_and_without_repeats(client, energy):
    for n in range(65):
        make_article(quality=80 + n % 3, topics=[energy], published_at=NOON - timedelta(hours=n))
    found = every_page(client, "/topics/energy/")
    assert len(found) == len(set(found)) == 65


def test_a_mangled_cursor_starts_from_the_top(client, energy):
    make_article(slug="one", topics=[energy])
    assert stories(client.get("/topics/energy/?after=2026-11-20~x~y")) == ["/news/one/"]


def test_more_rows_take_no_more_queries(client, energy, storage):
    _publish(10, storage)
    ten = count_queries(client, "/topics/storage/")
    _publish(10, storage)
    assert count_queries(client, "/topics/storage/") == ten <= 9


def _publish(count, topic):
    for _ in range(count):
        provider = make_provider(logo=make_image())
        make_link(make_article(topics=[topic], images=[make_image()], provider=provider))


def test_a_limited_source_has_so_many_stories_of_a_day(client):
    topic, loud = make_topic(), make_provider(at_most=1)
    for n in range(3):
        make_article(slug=f"loud-{n}", provider=loud, topics=[topic], quality=90 - n)
    (day,) = client.get(f"/topics/{topic.slug}/").context["days"]
    assert [story.article.slug for story in day.stories] == ["loud-0"]
    assert [story.article.slug for story in day.more[0].stories] == ["loud-1", "loud-2"]
