from datetime import timedelta

import pytest

from articles.models import Review, State
from articles.public.stories import listed
from articles.site import setup_token
from tests.factories import (
    NOON,
    make_article,
    make_image,
    make_link,
    make_provider,
    make_topic,
    make_user,
)
from tests.public.pages import every_page, stories, text
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def test_strongest_of_the_newest_day_first(client):
    make_article(slug="old", quality=100, published_at=NOON - timedelta(days=1))
    make_article(slug="weak", quality=70, published_at=NOON)
    make_article(slug="strong", quality=90, published_at=NOON - timedelta(hours=3))
    assert stories(client.get("/")) == ["/news/strong/", "/news/weak/", "/news/old/"]


def test_four_stories_of_a_day_open_the_page(client):
    for n in range(5):
        make_article(slug=f"s{n}", quality=90 - n, published_at=NOON)
    response = client.get("/")
    assert [story.article.slug for story in response.context["top"]] == ["s0", "s1", "s2", "s3"]
    assert [day.date for day in response.context["days"]] == [NOON.date()]


def test_a_quiet_day_opens_with_one(client):
    for n in range(3):
        make_article(slug=f"s{n}", quality=90 - n, published_at=NOON)
    assert [story.article.slug for story in client.get("/").context["top"]] == ["s0"]


def test_hidden_and_folded_stories_are_left_out(client):
    lead = make_article(slug="lead")
    make_article(slug="held", state=State.UNPUBLISHED)
    make_article(slug="rejected", review=Review.REJECTED)
    make_article(slug="folded", folded_into=lead)
    make_article(slug="minus-one", heat=-1)
    assert stories(client.get("/")) == ["/news/lead/"]


def test_unscored_stories_are_listed(client):
    make_article(slug="unscored", state=State.UNSET, quality=None)
    assert stories(client.get("/")) == ["/news/unscored/"]


def test_pages_are_complete_and_without_repeats(client):
    for n in range(70):
        day = NOON - timedelta(days=n // 25)
        make_article(slug=f"s{n}", quality=80 + n % 3, published_at=day)
    found = every_page(client, "/")
    assert len(found) == len(set(found)) == 70


@pytest.mark.parametrize(
    "cursor",
    ["x", "2026-11-20", "~~", "2026-02-30~1~1", "a~b~c", "2026-11-20~1~99999999999999999999"],
)
def test_a_mangled_cursor_starts_from_the_top(client, cursor):
    make_article(slug="one")
    assert stories(client.get(f"/?after={cursor}")) == ["/news/one/"]


def test_later_pages_are_not_for_search_engines(client):
    make_article(slug="one")
    assert "noindex" in text(client.get("/?after=2030-01-01~1~1"))
    assert '<link rel="canonical" href="http://testserver/">' in text(client.get("/"))


def test_an_empty_site_says_so_calmly(client):
    assert "The first stories are on their way" in text(client.get("/"))


def test_a_site_that_nobody_has_set_up_leads_there_and_no_cache_keeps_that(client):
    setup_token.make()
    response = client.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/setup/")
    assert "no-store" in response.headers["Cache-Control"]
    make_user("alice")
    assert "The first stories are on their way" in text(client.get("/"))


def test_readers_of_a_site_without_people_keep_their_stories(client):
    setup_token.make()
    make_article(slug="one")
    response = client.get("/")
    assert stories(response) == ["/news/one/"]
    assert response.headers["Cache-Control"] == "public, max-age=60"


def test_more_rows_take_no_more_queries(client):
    _publish(10)
    ten = count_queries(client, "/")
    _publish(10)
    assert count_queries(client, "/") == ten <= 8


def _publish(count):
    topic = make_topic()
    for _ in range(count):
        article = make_article(
            topics=[topic], images=[make_image()], provider=make_provider(logo=make_image())
        )
        make_link(article)
        make_link(article, target=make_article(provider=make_provider(logo=make_image())))


def test_cards_leave_out_what_is_hidden_since_its_place_was_found():
    shown, held = make_article(), make_article(state=State.UNPUBLISHED)
    folded = make_article(folded_into=shown)
    assert [card.pk for card in listed([held.pk, shown.pk, folded.pk, 0])] == [shown.pk]


def test_a_limited_source_has_so_many_stories_of_a_day_and_the_rest_on_demand(client):
    loud, other = make_provider(name="R&amp;D", at_most=2), make_provider()
    for n in range(5):
        make_article(slug=f"loud-{n}", provider=loud, quality=90 - n, published_at=NOON)
    make_article(slug="other", provider=other, quality=50, published_at=NOON)
    make_article(slug="before", provider=loud, published_at=NOON - timedelta(days=1))
    response = client.get("/")
    context, page = response.context, text(response)
    assert [story.article.slug for story in context["top"]] == ["loud-0"]
    today, yesterday = context["days"]
    assert [story.article.slug for story in today.stories] == ["loud-1", "other"]
    (more,) = today.more
    assert [story.article.slug for story in more.stories] == ["loud-2", "loud-3", "loud-4"]
    assert [story.article.slug for story in yesterday.stories] == ["before"]
    assert '<summary>3 more from <span dir="auto">R&amp;D</span></summary>' in page


def test_a_limit_of_one_keeps_the_day_below_the_opening(client):
    loud = make_provider(at_most=1)
    for n in range(2):
        make_article(slug=f"loud-{n}", provider=loud, quality=90 - n, published_at=NOON)
    (day,) = client.get("/").context["days"]
    assert (day.date, day.stories) == (NOON.date(), [])
    assert [story.article.slug for story in day.more[0].stories] == ["loud-1"]
