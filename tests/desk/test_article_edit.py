import pytest

from articles.models import Article
from tests.desk.pages import post, stale, text, url
from tests.factories import make_article, make_image, make_topic


@pytest.fixture
def topics(db):
    return [make_topic(name=name) for name in ("Energy", "Storage", "Policy")]


@pytest.fixture
def images(db):
    return [make_image(), make_image()]


@pytest.fixture
def article(topics, images):
    return make_article(title="A quarry", excerpt="Water.", topics=topics[:2], images=images)


def fields(article, **changed):
    return {
        "title": article.headline,
        "excerpt": article.summary,
        "topics": [topic.pk for topic in article.listed_topics],
        "images": [row.image_id for row in article.article_images.all()],
        **changed,
    }


def edit(client, article, act=post, **changed):
    return act(client, "article-edit", article, **fields(article, **changed))


def test_doors(doors, article):
    doors(url("article-edit", article))


def test_saves_text_and_orders(as_alice, article, topics, images):
    energy, storage, policy = topics
    response = edit(
        as_alice,
        article,
        title="A quarry & a battery",
        excerpt="",
        topics=[policy.pk, "", energy.pk],
        images=[images[1].pk, images[0].pk],
    )
    assert response["Location"] == url("article-detail", article)
    article = Article.objects.get(pk=article.pk)
    assert (article.headline, article.summary) == ("A quarry & a battery", "")
    assert article.listed_topics == [policy, energy]
    assert article.lead_image == images[1]


def test_saving_as_it_was_changes_nothing(as_alice, article):
    edit(as_alice, article)
    assert Article.objects.get(pk=article.pk).version == article.version
    assert not article.events.exists()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"title": ""}, "An article needs a title."),
        ({"title": "x" * 501}, "at most 500 characters"),
        ({"excerpt": "x" * 5001}, "at most 5000 characters"),
        ({"topics": [999]}, "999 is not one of the available choices"),
        ({"topics": ["x"]}, "is not a valid value"),
        ({"images": []}, "Each picture has one place"),
        ({"version": ""}, "This field is required"),
        ({"was": "{"}, "Enter a valid JSON"),
        ({"was": "[" * 100_000}, "Enter a valid JSON"),
        ({"was": "[" * 50 + "]" * 50}, "Enter a valid JSON"),
        ({"was": '{"topics":[' + "9" * 5000 + "]}"}, "Enter a valid JSON"),
    ],
)
def test_invalid_is_named_and_nothing_typed_is_lost(as_alice, article, changed, problem):
    response = edit(as_alice, article, **{"excerpt": "Typed with care.", **changed})
    assert response.status_code == 422
    assert problem in text(response)
    assert changed.get("excerpt", "Typed with care.") in text(response)
    assert Article.objects.get(pk=article.pk).excerpt == "Water."


def test_a_topic_twice_is_refused(as_alice, article, topics):
    response = edit(as_alice, article, topics=[topics[0].pk, topics[0].pk])
    assert "Each topic can be listed once." in text(response)


def test_pictures_of_other_articles_are_refused(as_alice, article, images):
    response = edit(as_alice, article, images=[images[0].pk, make_image().pk])
    assert response.status_code == 422


def test_an_invalid_edit_keeps_its_version(as_alice, article):
    response = edit(as_alice, article, act=stale, title="")
    assert response.status_code == 422
    assert f'name="version" value="{article.version}"' in text(response).partition('id="edit"')[2]


def test_an_excerpt_that_readers_do_not_see_can_be_mended(as_alice, topics):
    article = make_article(title="A quarry", excerpt="N/A")
    assert article.summary == ""
    assert ">N/A</textarea>" in text(as_alice.get(url("article-detail", article)))
    edit(as_alice, article, excerpt="N/A")
    assert Article.objects.get().version == article.version
    edit(as_alice, article, excerpt="Water.")
    assert Article.objects.get().summary == "Water."
