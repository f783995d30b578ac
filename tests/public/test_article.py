import pytest

from articles.models import Article, ImageState, Review, State
from tests.factories import make_article, make_image, make_link, make_provider, make_topic
from tests.public.pages import outline, text
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def test_shows_the_story_and_the_way_to_it(client):
    energy = make_topic(slug="energy")
    make_article(
        slug="quarry", title="Rust &amp; iron", excerpt="It&#8217;s\n big.", topics=[energy],
        web_url="https://paper.example/quarry", provider_name="The Paper",
    )  # fmt: skip
    page = client.get("/news/quarry/")
    assert "Rust &amp; iron</h1>" in text(page)
    assert "It’s big." in text(page)
    assert "https://paper.example/quarry" in outline(page).hrefs()
    assert "/topics/energy/" in outline(page).hrefs()


@pytest.mark.parametrize("hidden", [{"state": State.UNPUBLISHED}, {"review": Review.REJECTED}])
def test_a_hidden_story_is_as_missing_as_one_that_never_was(client, hidden):
    make_article(slug="quarry", **hidden)
    gone, never = client.get("/news/quarry/"), client.get("/news/other/")
    assert gone.status_code == never.status_code == 404
    assert gone.content == never.content


def test_an_editor_sees_no_more_here_than_a_reader(as_alice):
    make_article(slug="quarry", state=State.UNPUBLISHED)
    assert as_alice.get("/news/quarry/").status_code == 404


@pytest.mark.parametrize("address", ["QUARRY-Зал", "quarry-ЗАЛ", "ｑｕａｒｒｙ-зал"])
def test_an_address_in_another_case_or_form_leads_to_it(client, address):
    article = make_article(slug="quarry-зал")
    response = client.get(f"/news/{address}/")
    assert response.status_code == 301
    assert client.get(response["Location"]).context["article"].slug == "quarry-зал"
    Article.objects.filter(pk=article.pk).update(state=State.UNPUBLISHED)
    assert client.get(f"/news/{address}/").status_code == 404


def test_a_folded_story_points_to_its_lead(client):
    make_article(slug="part", folded_into=make_article(slug="lead"))
    assert "/news/lead/" in outline(client.get("/news/part/")).hrefs()


def test_a_folded_story_keeps_quiet_about_a_hidden_lead(client):
    lead = make_article(slug="lead", title="Secret", state=State.UNPUBLISHED)
    make_article(slug="part", folded_into=lead)
    assert "Secret" not in text(client.get("/news/part/"))


def test_three_other_sources_first_and_the_rest_on_demand(client):
    article = make_article(slug="quarry")
    for n in range(8):
        make_link(article, title=f"Coverage {n}.")
    shown, _, more = text(client.get("/news/quarry/")).partition("<details>")
    assert "Coverage 2." in shown
    assert "Coverage 3." not in shown
    assert "5 more sources" in more
    assert "Coverage 7." in more


def test_coverage_leaves_hidden_stories_out_and_keeps_folded_ones(client):
    lead = make_article(slug="lead")
    for title, state in (
        ("Held", {"state": State.UNPUBLISHED}),
        ("Rejected", {"review": Review.REJECTED, "folded_into": lead}),
        ("Folded", {"state": State.UNPUBLISHED, "folded_into": lead}),
    ):
        make_link(lead, target=make_article(title=title, **state))
    page = text(client.get("/news/lead/"))
    assert "Folded" in page
    assert "Held" not in page
    assert "Rejected" not in page


def test_coverage_shows_the_title_that_an_editor_gave(client):
    article = make_article(slug="quarry")
    make_link(article, target=make_article(title="As edited"), title="As the seed had it")
    page = text(client.get("/news/quarry/"))
    assert "As edited" in page
    assert "As the seed had it" not in page


def test_coverage_elsewhere_carries_the_logo_of_a_provider_that_we_know(client):
    logo = make_image(state=ImageState.READY, digest="cd" * 16)
    make_provider(domain="volt.example", logo=logo)
    make_link(make_article(slug="quarry"), provider_domain="volt.example")
    for url in ("/", "/news/quarry/"):
        assert f"/pictures/{logo.digest}/logo.webp" in text(client.get(url))


def test_a_video_is_a_link_to_where_it_plays(client):
    make_article(
        slug="film", type="video", web_url="", original_url="https://films.example/1",
        featured_content='<iframe src="https://films.example/embed"></iframe>',
    )  # fmt: skip
    page = outline(client.get("/news/film/"))
    assert "https://films.example/1" in page.hrefs()
    assert "iframe" not in page.tags


def test_a_picture_is_shown_when_it_is_ready(client):
    picture = make_image(state=ImageState.READY, digest="ab" * 16)
    make_article(slug="ready", images=[picture])
    make_article(slug="remote", images=[make_image(url="https://cdn.example/1.jpg")])
    assert f"/pictures/{picture.digest}/wide.webp" in text(client.get("/news/ready/"))
    assert "cdn.example" not in text(client.get("/news/remote/"))


def test_does_without_excerpt_topics_and_address(client):
    make_article(slug="bare", excerpt="", web_url="", original_url="")
    page = text(client.get("/news/bare/"))
    assert "Read the full story" not in page
    assert "Filed under" not in page
    assert "standfirst" not in page


def test_a_title_in_another_script_says_its_language(client):
    make_article(slug="greek", title="Το δίκτυο")
    assert '<h1 dir="auto" lang="el">Το δίκτυο</h1>' in text(client.get("/news/greek/"))


def test_leads_on_to_four_stories_of_its_first_topic(client):
    energy = make_topic()
    make_article(slug="quarry", topics=[energy])
    for n in range(5):
        make_article(slug=f"s{n}", quality=90 - n, topics=[energy])
    make_article(slug="held", quality=100, state=State.UNPUBLISHED, topics=[energy])
    beside = client.get("/news/quarry/").context["beside"]
    assert [article.slug for article in beside] == ["s0", "s1", "s2", "s3"]


def test_more_coverage_takes_no_more_queries(client):
    article = make_article(slug="quarry", topics=[make_topic()], images=[make_image()])
    _cover(article, 10)
    ten = count_queries(client, "/news/quarry/")
    _cover(article, 10)
    assert count_queries(client, "/news/quarry/") == ten <= 8


def _cover(article, count):
    for _ in range(count):
        provider = make_provider(logo=make_image())
        make_link(article, target=make_article(provider=provider, topics=article.topics.all()))
