"""Re-imports: what a new version of a seed does to its article."""

import pytest

from articles.actions import articles, links, stories
from articles.models import Article, ArticleTopic, Event, ImportBatch, SeedFile, Topic
from tests.factories import make_article, make_topic
from tests.ingest.batches import (
    PATH,
    bring_in,
    counted,
    document,
    numbered,
    picture,
    related,
    seed,
    write,
)
from tests.ingest.one_article import decide, edit, the_article
from tests.queries import queries, writes

pytestmark = pytest.mark.django_db


def test_unchanged_files_write_nothing_at_all(tmp_path):
    files = {f"_news/{n}.md": numbered(n, related=(related("a"),)) for n in range(3)}
    files["assets/images/a.png"] = b"a picture"
    folder = write(tmp_path / "site", {**files, "_data/topics/01-t.yaml": b"_id: t\nname: T\n"})
    bring_in(folder)
    reports = []
    assert writes(lambda: reports.append(bring_in(folder))) == []
    assert counted(reports[0]) == {"unchanged": 5}
    assert ImportBatch.objects.count() == 1


def test_metrics_follow_silently(again):
    again()
    assert counted(again(seed(heat=120, secured="bmV3"))) == {"metrics": 1}
    article = the_article()
    assert (article.heat, article.version) == (120, 1)
    assert article.events.count() == 1
    assert ArticleTopic.objects.get().weight == 120
    assert "bmV3" in SeedFile.objects.get().text


def test_secured_alone_changes_only_the_seed(again):
    again()
    before = Article.objects.values().get()
    assert counted(again(seed(secured="bmV3"))) == {"metrics": 1}
    assert Article.objects.values().get() == before


def test_content_follows_and_is_told(again):
    first = again().batch
    report = again(seed(title="A quieter ferry", quality=90))
    article = the_article()
    assert counted(report) == {"content": 1}
    assert (article.title, article.quality, article.version) == ("A quieter ferry", 90, 2)
    assert article.batch == report.batch != first
    event = article.events.first()
    assert event.before == {"title": "A quiet ferry", "quality": 80}
    assert event.after == {"title": "A quieter ferry", "quality": 90}


def test_every_field_follows(again):
    again()
    later = document().published_at.replace(day=20)
    again(
        seed(
            published_at=later,
            topics=("Shipping", "Energy"),
            images=(picture("b"), picture("a")),
            related=(related("one"),),
            published=False,
            type="video",
        )
    )
    article = the_article()
    assert (article.day.day, article.state, article.type) == (20, "unpublished", "video")
    assert [topic.name for topic in article.listed_topics] == ["Shipping", "Energy"]
    assert article.lead_image.url == "https://cdn.example/b.jpg"
    assert article.links.get().title == "More on one"
    assert not ArticleTopic.objects.filter(public=True).exists()


def test_an_article_that_becomes_public_notes_when(again):
    again(seed(published=False))
    assert the_article().first_published_at is None
    again(seed(published=True))
    assert the_article().first_published_at


def test_an_editors_fields_stay(again, alice):
    again(seed(images=(picture("a"), picture("b")), related=(related("one"), related("two"))))
    article = the_article()
    pictures = [row.image for row in article.article_images.all()]
    edit(
        alice,
        title="Ours",
        excerpt="Ours, too.",
        topics=[make_topic(name="Ours")],
        images=pictures[::-1],
    )
    decide(articles.score, alice, quality=12)
    decide(articles.unpublish, alice)
    decide(links.remove, alice, link=article.links.first())
    report = again(
        seed(
            images=(picture("a"), picture("b")),
            related=(related("one"), related("two"), related("three")),
            heat=99,
            secured="bmV3",
        )
    )
    article = the_article()
    assert counted(report) == {"content": 1}
    assert (article.title, article.excerpt) == ("Ours", "Ours, too.")
    assert (article.quality, article.state, article.heat) == (12, "unpublished", 99)
    assert [topic.name for topic in article.listed_topics] == ["Ours"]
    assert article.lead_image == pictures[1]
    assert [link.title for link in article.links.all()] == ["More on two", "More on three"]


def test_a_rejected_article_stays_rejected(again, alice):
    again()
    decide(articles.reject, alice)
    again(seed(title="New", quality=120))
    article = the_article()
    assert (article.review, article.public, article.title) == ("rejected", False, "New")


def test_a_folded_article_stays_folded(again, alice):
    again()
    decide(stories.fold, alice, into=make_article())
    again(seed(heat=150))
    article = the_article()
    assert (article.heat, article.weight) == (150, -1)


def test_hold_publishes_nothing(again):
    again(seed(published=False))
    again(seed(published=True), hold=True)
    assert not the_article().public


def test_what_was_held_stays_held(again):
    again(hold=True)
    again(seed(title="New", heat=200))
    assert not the_article().public


def test_pictures_that_articles_share_are_no_conflict(tmp_path):
    shared = picture("shared")
    other = picture("shared", title="Another title")
    files = {
        "_news/a.md": numbered(1, images=(shared,)),
        "_news/b.md": numbered(2, images=(other,)),
    }
    bring_in(write(tmp_path, files))
    files["_news/b.md"] = numbered(2, images=(picture("new"),))
    assert counted(bring_in(write(tmp_path, files))) == {"unchanged": 1, "content": 1}


def test_a_picture_that_only_changes_its_size(again):
    again(seed(images=(picture("a"),)))
    larger = picture("a", title="Larger")
    assert counted(again(seed(images=(larger,)))) == {"metrics": 1}
    assert the_article().lead_image.title == "Larger"


def test_a_topic_that_an_admin_deleted_stays_deleted(again):
    again()
    Topic.objects.all().delete()
    again(seed(heat=90))
    assert not Topic.objects.exists()


def test_a_seed_that_broke_leaves_the_article_as_it_is(again):
    again()
    assert counted(again(b"---\n---\n")) == {"error": 1}
    assert the_article().title == "A quiet ferry"
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize("changes", [{}, {"heat": 90}, {"secured": "bmV3"}])
def test_imports_cost_a_constant_number_of_queries(tmp_path, changes):
    costs = set()
    bring_in(write(tmp_path / "first", {PATH: seed()}))  # its topic and provider are here then
    for count in (10, 20):
        paths = {f"_news/{count}-{n}.md": 100 * count + n for n in range(count)}
        folder = write(tmp_path / str(count), {p: numbered(n) for p, n in paths.items()})
        if changes:
            bring_in(folder)
            write(folder, {path: numbered(n, **changes) for path, n in paths.items()})
        costs.add(len(queries(lambda folder=folder: bring_in(folder))))
    assert len(costs) == 1


def test_the_history_of_an_import_can_be_told(again, alice):
    again()
    again(seed(topics=("A", "B"), images=(picture("a"),), related=(related("one"),)))
    after = Event.objects.filter(action="import").first().after
    assert after["topics"] == ["A", "B"]
    assert after["images"] == ["https://cdn.example/a.jpg"]
    assert after["links"] == [
        {
            "url": "https://fjord.example/one",
            "title": "More on one",
            "excerpt": "And more.",
            "type": "article",
            "provider_name": "Fjord",
            "provider_domain": "fjord.example",
            "quality": 40,
            "origin": "seed",
        }
    ]
