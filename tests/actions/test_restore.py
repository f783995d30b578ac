import pytest

from articles.actions import articles
from articles.actions.errors import Refused, Stale
from articles.history.undo import undo_act
from articles.history.versions import as_it_was, to_restore
from articles.models import Article, Event
from tests.factories import make_article, make_image, make_topic
from tests.history.acts import edit, last_event, last_sentence
from tests.imports.staged import imported
from tests.ingest.batches import PATH, seed

pytestmark = pytest.mark.django_db


def fields(article):
    article = Article.objects.get(pk=article.pk)
    topics = [topic.name for topic in article.listed_topics]
    images = [row.image.url for row in article.article_images.all()]
    return (article.title, article.excerpt, article.quality, article.state, topics, images)


def restored(article, event, by):
    row = Article.objects.get(pk=article.pk)
    return articles.restore(article=row, by=by, version=row.version, to=as_it_was(row, event))


@pytest.fixture
def changed(alice):
    """An article that was published by hand and then changed in every way."""
    topics, images = [make_topic(name="Energy"), make_topic(name="Water")], [make_image()] * 1
    article = make_article(title="A quarry", topics=topics[:1], images=[*images, make_image()])
    articles.publish(article=article, by=alice, version=1)
    article = Article.objects.get()
    images = [row.image for row in article.article_images.all()]
    edit(article, alice, title="A lake", excerpt="Deep.", topics=topics, images=images[::-1])
    articles.score(article=article, by=alice, version=3, quality=12)
    articles.reject(article=article, by=alice, version=4)
    return article


def test_sets_everything_back_in_one_act(changed, bob):
    published = Event.objects.get(action="publish")
    done = restored(changed, published, bob)
    title, excerpt, quality, state, topics, _ = fields(changed)
    assert (title, quality, state, topics) == ("A quarry", 80, "published", ["Energy"])
    assert excerpt.startswith("What happened in story")
    assert Event.objects.filter(group=done.act).count() == 1
    assert (done.row.review, done.row.decided_by.username) == ("reviewed", "alice")
    assert last_sentence().startswith("Bob restored an earlier version of it: the title from")
    assert to_restore(Article.objects.get(), published) == ({}, {})


def test_pictures_go_back_to_their_order(changed, bob):
    before = fields(changed)[-1]
    restored(changed, Event.objects.get(action="publish"), bob)
    assert fields(changed)[-1] == before[::-1]


def test_is_undone_as_a_whole(changed, bob):
    before = fields(changed)
    done = restored(changed, Event.objects.get(action="publish"), bob)
    undo_act(act=done.act, by=bob)
    assert fields(changed) == before
    assert Article.objects.get().review == "rejected"


def test_the_newest_version_is_what_it_is_now(changed, bob):
    assert restored(changed, last_event(), bob).act is None


def test_what_an_import_brought_comes_back_after_another(alice, bob):
    imported(bob, {PATH: seed(title="First", quality=75)})
    arrival = Event.objects.get(action="import", article__isnull=False)
    articles.publish(article=Article.objects.get(), by=alice, version=1)
    imported(bob, {PATH: seed(title="Second", quality=20)})
    article = Article.objects.get()
    assert article.changed_at
    done = restored(article, arrival, alice)
    assert (done.row.title, done.row.quality, done.row.review) == ("First", 75, "unreviewed")
    assert done.row.changed_at is None


def test_a_stale_version_changes_nothing(changed, bob):
    to = as_it_was(changed, Event.objects.get(action="publish"))
    with pytest.raises(Stale):
        articles.restore(article=changed, by=bob, version=1, to=to)


def test_a_topic_that_is_gone_is_named(changed, bob):
    changed.article_topics.all().delete()
    make_topic(name="Other")
    event = Event.objects.get(action="publish")
    Event.objects.filter(action="edit").update(before={"topics": ["Gone"]}, after={"topics": []})
    with pytest.raises(Refused, match="Gone"):
        restored(changed, event, bob)


def test_only_what_a_version_holds_can_be_restored(changed, bob):
    with pytest.raises(Refused, match="no heat to restore"):
        articles.restore(article=changed, by=bob, version=5, to={"heat": 3})
