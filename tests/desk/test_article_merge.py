"""An edit that comes too late is merged with what was saved meanwhile."""

import json
import re
from html import unescape

import pytest

from articles.actions import articles
from articles.models import Article
from tests.desk.pages import post, text, url
from tests.factories import make_article, make_image, make_topic

FIELD = re.compile(r'<input type="hidden" name="([^"]+)"\s+value="([^"]*)"')


@pytest.fixture
def topics(db):
    return [make_topic(name=name) for name in ("Energy", "Storage", "Policy")]


@pytest.fixture
def article(topics):
    images = [make_image(), make_image()]
    return make_article(title="A quarry", excerpt="Water.", topics=topics[:1], images=images)


def fields(article, **changed):
    """The form as it was opened, with what was typed into it."""
    shown = {
        "title": article.headline,
        "excerpt": article.summary,
        "topics": [topic.pk for topic in article.listed_topics],
        "images": [row.image_id for row in article.article_images.all()],
    }
    return {**shown, "was": json.dumps(shown), **changed}


def save(client, article, **changed):
    return post(client, "article-edit", article, **fields(article, **changed))


@pytest.fixture
def late(as_alice, as_bob, article):
    """Alice's answer after Bob was quicker."""

    def late(bobs, **mine):
        opened = fields(article)
        assert save(as_bob, article, **bobs).status_code == 302
        response = post(as_alice, "article-edit", article, **{**opened, **mine})
        assert response.status_code == 409
        return response

    return late


def form_of(response):
    """What the form of the merge sends where nothing is chosen."""
    page = text(response).partition('id="merge"')[2].partition("</form>")[0]
    sent = {}
    for name, value in FIELD.findall(page):
        sent.setdefault(name, []).append(unescape(value))
    del sent["csrfmiddlewaretoken"]
    for name, value in re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)<', page):
        sent[name] = [unescape(value)]
    chosen = re.findall(r'<option value="(\d+)" selected', page)
    return {**sent, "topics": chosen} if chosen else sent


def again(client, article, response, **chosen):
    return client.post(url("article-edit", article), {**form_of(response), **chosen})


def now(article):
    return Article.objects.get(pk=article.pk)


def test_fields_that_do_not_clash_are_merged(as_alice, late, article, topics):
    response = late({"excerpt": "Bob's."}, title="Alice's", topics=[t.pk for t in topics])
    merge = response.context["merge"]
    assert [(field.name, field.clashes) for field in merge.fields] == [
        ("title", False),
        ("excerpt", False),
        ("topics", False),
    ]
    page = " ".join(text(response).split())
    assert "Bob saved this just now" in page
    assert "No field clashes" in page
    for words in ("yours, merged already", "Bob’s, merged already", "untouched by Bob"):
        assert words in page
    assert now(article).headline == "A quarry"
    assert again(as_alice, article, response).status_code == 302
    merged = now(article)
    assert (merged.headline, merged.summary) == ("Alice's", "Bob's.")
    assert merged.listed_topics == topics


def test_of_a_clash_both_sides_are_shown_marked(late):
    response = late({"title": "A quarry, says Bob"}, title="A quarry, says Alice")
    page = " ".join(text(response).split())
    assert "1 field clashes: choose what will stand." in page
    assert "A quarry<mark>, says Alice</mark>" in page
    assert "A quarry<mark>, says Bob</mark>" in page


@pytest.mark.parametrize(
    ("chosen", "title"),
    [
        ({}, "Alice's"),
        ({"pick-title": "yours"}, "Alice's"),
        ({"pick-title": "theirs"}, "Bob's"),
        ({"pick-title": "stands", "title": "Both's"}, "Both's"),
        ({"pick-title": "x", "title": "Both's"}, "Both's"),
    ],
)
def test_what_is_chosen_stands(as_alice, late, article, chosen, title):
    response = late({"title": "Bob's"}, title="Alice's")
    assert again(as_alice, article, response, **chosen).status_code == 302
    assert now(article).headline == title


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({}, ["Storage", "Policy"]),
        ({"pick-topics": "yours"}, ["Storage"]),
        ({"pick-topics": "theirs"}, ["Policy"]),
    ],
)
def test_topics_that_clash_are_all_of_both(as_alice, late, article, topics, chosen, names):
    response = late({"topics": [topics[2].pk]}, topics=[topics[1].pk])
    again(as_alice, article, response, **chosen)
    assert [topic.name for topic in now(article).listed_topics] == names


@pytest.mark.parametrize(("pick", "first"), [("yours", 0), ("theirs", 1)])
def test_pictures_have_one_order_or_the_other(as_alice, as_bob, article, pick, first):
    one, two = (row.image_id for row in article.article_images.all())
    save(as_bob, article, images=[two, one])
    was = json.dumps({**json.loads(fields(article)["was"]), "images": []})
    response = save(as_alice, article, images=[one, two], was=was)
    again(as_alice, article, response, **{"pick-images": pick})
    assert now(article).lead_image.pk == (one, two)[first]


def test_the_same_on_both_sides_is_no_clash(as_alice, late, article):
    response = late({"title": "The same"}, title="The same", excerpt="Alice's.")
    assert [field.name for field in response.context["merge"].fields] == ["excerpt"]
    again(as_alice, article, response)
    assert (now(article).headline, now(article).summary) == ("The same", "Alice's.")


def test_a_decision_meanwhile_clashes_with_nothing(as_alice, bob, article):
    articles.publish(article=article, by=bob, version=1)
    response = save(as_alice, article, title="Alice's")
    assert "No field clashes" in text(response)
    again(as_alice, article, response)
    assert (now(article).headline, now(article).decided_by) == ("Alice's", bob)


def test_words_of_both_are_offered(late, as_alice, article):
    response = late({"title": "A deep quarry"}, title="A quarry opens")
    assert again(as_alice, article, response).status_code == 302
    assert now(article).headline == "A deep quarry opens"


def test_who_is_late_twice_merges_twice(as_alice, as_bob, late, article):
    response = late({"title": "Bob's"}, title="Alice's", excerpt="Dry.")
    save(as_bob, now(article), title="Another")
    second = again(as_alice, article, response)
    assert second.status_code == 409
    assert "<mark>Another</mark>" in text(second)
    again(as_alice, article, second)
    assert (now(article).headline, now(article).summary) == ("Alice's", "Dry.")


def test_what_was_written_is_kept_where_it_is_wrong(as_alice, late, article):
    response = late({"title": "Bob's"}, title="Alice's", excerpt="Typed with care.")
    refused = again(as_alice, article, response, title="")
    assert refused.status_code == 422
    assert "Typed with care.</textarea>" in text(refused)


@pytest.mark.parametrize(
    "was",
    [
        "",
        "[]",
        "5",
        '{"title": 5, "topics": 5, "images": ["x"]}',
        '{"topics": [[]], "excerpt": null}',
    ],
)
def test_without_knowing_what_it_was_all_that_differs_clashes(as_alice, as_bob, article, was):
    save(as_bob, article, title="Bob's")
    response = save(as_alice, article, title="A quarry", was=was)
    assert response.context["merge"].clashes == 1


def test_what_is_no_json_is_refused(as_alice, article):
    assert save(as_alice, article, title="Alice's", was="{").status_code == 422


def test_a_version_that_nothing_tells_of(as_alice, article):
    """An import that only brings another heat leaves no event."""
    Article.objects.update(version=2)
    response = save(as_alice, article, title="Alice's")
    assert "Somebody saved this" in text(response)
