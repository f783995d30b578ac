import pytest

from articles.display import cards
from articles.models import ImageState
from tests.factories import make_article, make_image, make_link, make_provider, make_topic

pytestmark = pytest.mark.django_db


def only(article):
    (card,) = cards.cards([article.pk])
    return card


def links(article):
    return cards.links_of([article.pk], for_readers=True)[article.pk]


def test_in_the_order_asked_for_and_without_what_is_gone():
    one, two = make_article(), make_article()
    found = cards.cards([two.pk, 0, one.pk])
    assert [card.pk for card in found] == [two.pk, one.pk]


def test_in_words_for_people():
    card = only(make_article(title="It&#8217;s  here", excerpt="A &amp; B", type="video"))
    assert (card.title, card.excerpt, card.is_video) == ("It’s here", "A & B", True)


@pytest.mark.parametrize(
    ("fields", "listed"),
    [
        ({"state": "published"}, True),
        ({"state": "unset"}, True),
        ({"state": "unpublished"}, False),
        ({"review": "rejected"}, False),
        ({"heat": -1}, False),
    ],
)
def test_whether_lists_may_show_it(fields, listed):
    assert only(make_article(**fields)).is_listed == listed


def test_an_address_that_is_none_of_the_web_is_no_link():
    assert only(make_article(web_url="javascript:alert(1)")).url == ""


def test_the_providers_name_is_the_storys_own_but_for_aliases():
    provider = make_provider(name="The Volt", aliases=["Old Volt"])
    assert only(make_article(provider=provider, provider_name="Volt TV")).source.name == "Volt TV"
    source = only(make_article(provider=provider, provider_name="Old Volt")).source
    assert (source.name, source.initial, source.logo) == ("The Volt", "V", "")


@pytest.mark.parametrize("state", list(ImageState))
def test_only_ready_pictures_and_logos_are_shown(state):
    digest = "" if state == ImageState.REMOTE else "ab" * 16
    image = make_image(state=state, digest=digest)
    card = only(make_article(images=[image], provider=make_provider(logo=image)))
    expected = digest if state == ImageState.READY else ""
    assert (card.picture, card.source.logo) == (expected, expected)


def test_the_first_picture_leads_though_it_is_not_ready():
    images = [make_image(state="remote", digest=""), make_image()]
    assert only(make_article(images=images)).picture == ""


def test_listed_topics_in_their_order():
    root = make_topic(name="Energy", short_name="En")
    grid = make_topic(name="Grid", parent=root)
    card = only(make_article(topics=[grid, root]))
    labels = [(topic.label, topic.is_root) for topic in card.topics]
    assert labels == [("Grid", False), ("En", True)]
    assert [topic.name for topic in only(make_article(topics=[grid])).topics] == ["Grid"]


def test_a_link_to_our_own_article_has_its_words():
    article, target = make_article(), make_article(title="Ours &amp; new")
    make_link(article, target=target, title="Theirs")
    (link,) = links(article)
    assert (link.title, link.target, link.url) == ("Ours & new", target.pk, target.url)
    assert link.source.name == target.source_name


def test_a_link_elsewhere_has_its_own_and_a_known_providers_logo():
    article = make_article()
    logo = make_image()
    make_provider(domain="volt.example", name="The Volt", logo=logo)
    make_link(article, title="A", provider_domain="volt.example", provider_name="Volt")
    make_link(article, title="B", provider_domain="volt.example", provider_name="")
    make_link(article, title="C", provider_domain="other.example", provider_name="")
    one, two, three = (link.source for link in links(article))
    assert (one.name, one.initial, one.logo) == ("Volt", "V", logo.digest)
    assert two.name == "The Volt"
    assert (three.name, three.initial, three.logo) == ("other.example", "O", "")


def test_more_rows_take_no_more_queries(django_assert_num_queries):
    for count in (3, 6):
        keys = [make_article(topics=[make_topic()], images=[make_image()]).pk for _ in range(count)]
        with django_assert_num_queries(3):
            cards.cards(keys)
