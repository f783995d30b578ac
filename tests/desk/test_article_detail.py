import pytest

from articles.actions import articles
from articles.history.undo import undo_act
from articles.models import Article, Conflict
from tests.desk.pages import post, text, url
from tests.factories import (
    NOON,
    make_article,
    make_image,
    make_link,
    make_provider,
    make_seed,
    make_topic,
)
from tests.imports.staged import imported, redone, undone
from tests.ingest.batches import PATH, related, seed
from tests.queries import count_queries

SEED = """---
category: news
title: "The seed's headline"
excerpt: "Water."
publishedDateTime: 2026-11-20T12:00:00Z
webUrl: "https://paper.example/story"
type: article
quality: 66
heat: 66
published: false

provider:
  name: Paper
  domain: paper.example

topics:
  - Energy
---

"""


def test_doors(doors, article):
    doors(url("article-detail", article), "get")


def test_shows_everything_about_it(as_alice, article):
    make_link(article, title="How the chemistry works")
    page = text(as_alice.get(url("article-detail", article)))
    for words in (article.title, article.excerpt, "How the chemistry works", "There is no seed"):
        assert words in page


def test_compares_the_seed_with_us(as_alice, article):
    make_seed(article, SEED)
    post(as_alice, "article-score", article, quality=90)
    lines = as_alice.get(url("article-detail", article)).context["comparison"].lines
    compared = {line.label: (line.theirs, line.ours, line.by) for line in lines}
    assert compared["Title"] == ("The seed's headline", "A quarry becomes a battery", "")
    assert compared["Score"] == ("66", "90", "Alice")
    assert compared["State"] == ("held", "published", "")
    assert compared["Topics"] == ("Energy", "—", "")


def history_and_comparison(client):
    context = client.get(url("article-detail", Article.objects.get())).context
    state = next(line for line in context["comparison"].lines if line.label == "State")
    acts = context["acts"]
    said = [[told.said for told in act.told] for act in acts]
    return said, [act.undoable for act in acts], state.by


def test_the_undo_of_an_import_is_called_that_and_stands_on_its_page(as_alice, bob):
    batch = imported(bob, {PATH: seed()})
    undone(batch, bob)
    said, undoable, by = history_and_comparison(as_alice)
    undo = f"The import of batch {batch.pk} was undone by Bob: the state from published to held"
    assert (said[0], undoable[0]) == ([undo], False)
    assert by == f"the undo of batch {batch.pk}"
    redone(batch, bob)
    said, undoable, by = history_and_comparison(as_alice)
    redo = f"The import of batch {batch.pk} was redone by Bob: the state from held to published"
    assert (said[:2], undoable[:2]) == ([[redo], [undo]], [False, False])
    assert by == "the seed"
    undone(batch, bob)
    said, _, _ = history_and_comparison(as_alice)
    assert said[:3] == [[undo], [redo], [undo]]


def test_an_editors_own_undo_beside_it_can_be_undone(as_alice, alice, bob):
    redone(undone(imported(bob, {PATH: seed()}), bob), bob)
    act = articles.unpublish(article=Article.objects.get(), by=alice, version=3).act
    undo_act(act=act, by=alice)
    said, undoable, by = history_and_comparison(as_alice)
    assert said[0] == ["Alice undid a change: the state from held to published"]
    assert (undoable[:3], by) == ([True, True, False], "Alice")


def test_what_the_seed_changed_was_not_changed_by_who_imported_it(as_alice, alice, bob):
    imported(bob, {PATH: seed(related=(related("one"),))})
    article = Article.objects.get()
    post(as_alice, "article-score", article, quality=12)
    imported(bob, {PATH: seed(title="Louder", related=(related("two"),))})
    page = as_alice.get(url("article-detail", article))
    by = {line.label: line.by for line in page.context["comparison"].lines}
    assert by["Title"] == by["Related stories"] == "the seed"
    assert (by["Score"], by["Excerpt"]) == ("Alice", "")


def test_one_person_has_one_name(as_bob, bob):
    imported(bob, {PATH: seed()})
    article = Article.objects.get()
    post(as_bob, "article-score", article, quality=12)
    imported(bob, {PATH: seed(title="Louder")})
    assert set(article.events.values_list("actor_name", flat=True)) == {"Bob"}


def test_a_conflict_can_be_settled_here(as_alice, article):
    make_seed(article, SEED)
    conflict = Conflict.objects.create(article=article, field="title", theirs="x", at=NOON)
    page = text(as_alice.get(url("article-detail", article)))
    for act in ("keep-ours", "take-theirs"):
        assert page.count(url(f"article-{act}", article)) == 1
        assert f"/desk/conflicts/{conflict.pk}/{act}/" not in page


def test_several_conflicts_can_be_settled_one_by_one(as_alice, article):
    make_seed(article, SEED)
    for field in ("title", "excerpt"):
        Conflict.objects.create(article=article, field=field, theirs="x", at=NOON)
    page = text(as_alice.get(url("article-detail", article)))
    for conflict in article.conflicts.all():
        assert page.count(f"/desk/conflicts/{conflict.pk}/") == 2


def test_decides_first_and_tells_what_happened_last(as_alice, article):
    page = text(as_alice.get(url("article-detail", article)))
    parts = ['class="decide"', 'id="related"', 'id="edit"', 'id="seed"', 'id="history"']
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.django_db
def test_takes_twelve_queries_at_most(as_alice, article):
    make_seed(article, SEED)
    make_link(article)
    post(as_alice, "article-publish", article, htmx=True)
    who_asks = 4  # the session, the user, and what they may do, by themselves and by their groups
    assert count_queries(as_alice, url("article-detail", article)) <= 12 + who_asks


def test_a_seed_that_cannot_be_read_is_no_obstacle(as_alice, article):
    make_seed(article, "no front matter")
    assert "The seed cannot be read" in text(as_alice.get(url("article-detail", article)))


def test_tells_what_is_folded_into_it(as_alice, article):
    part = make_article(title="A part of it", folded_into=article, heat=-1)
    assert "A part of it" in text(as_alice.get(url("article-detail", article)))
    assert article.title in text(as_alice.get(url("article-detail", part)))


def test_what_is_not_there_is_not_found(as_alice):
    assert as_alice.get("/desk/articles/999/").status_code == 404


@pytest.mark.django_db
def test_takes_as_many_queries_for_20_links_as_for_10(as_alice):
    article = make_article(topics=[make_topic()], images=[make_image()])
    as_alice.get(url("article-detail", article))

    def queries():
        for _ in range(10):
            make_link(article, target=make_article(provider=make_provider()))
            make_article(folded_into=article, provider=make_provider(), topics=[make_topic()])
            article.refresh_from_db()
            post(as_alice, "article-publish", article)
        as_alice.get(url("article-detail", article))
        return count_queries(as_alice, url("article-detail", article))

    assert queries() == queries()


def test_texts_are_escaped(as_alice):
    article = make_article(title="<script>alert(1)</script>", excerpt="</textarea><img src=x>")
    make_link(article, title="<b>bold</b>", url="javascript:alert(1)")
    page = text(as_alice.get(url("article-detail", article)))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>bold" not in page
    assert "javascript:" not in page
