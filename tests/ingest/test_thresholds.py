"""Topics' thresholds are the site's own: imports read them, and no seed sets one."""

import pytest

from articles.models import Article, Topic
from tests.factories import make_topic
from tests.ingest.batches import bring_in, numbered, topic, write

pytestmark = pytest.mark.django_db
FERRIES = "_data/topics/05-ferries.yaml"


def given():
    rows = Article.objects.order_by("path").values_list("threshold", "threshold_of__name")
    return list(rows)


def test_new_articles_have_that_of_their_first_topic(tmp_path):
    boats = make_topic(name="Boats", threshold=60)
    make_topic(name="Ferries", parent=boats)
    files = {
        "_news/1.md": numbered(1, topics=("Ferries", "Transport")),
        "_news/2.md": numbered(2, topics=("Transport", "Ferries")),
        "_news/3.md": numbered(3, topics=()),
    }
    bring_in(write(tmp_path, files))
    assert given() == [(60, "Boats"), (None, None), (None, None)]


def test_a_seed_that_moves_an_article_gives_it_another(tmp_path):
    make_topic(name="Ferries", threshold=40)
    for topics in (("Transport",), ("Ferries",), ("Transport", "Ferries")):
        bring_in(write(tmp_path, {"_news/1.md": numbered(1, topics=topics)}))
        assert given() == [(40, "Ferries") if topics[0] == "Ferries" else (None, None)]


def test_a_topic_file_leaves_it(tmp_path):
    files = {FERRIES: topic("ferries", "Ferries"), "_news/1.md": numbered(1, topics=("Ferries",))}
    bring_in(write(tmp_path, files))
    Topic.objects.filter(slug="ferries").update(threshold=55)
    bring_in(write(tmp_path, {FERRIES: topic("ferries", "Ferries", description="By water.")}))
    ferries = Topic.objects.get(slug="ferries")
    assert (ferries.threshold, ferries.description) == (55, "By water.")


def test_a_topic_file_that_moves_a_topic_gives_its_articles_another(tmp_path):
    make_topic(name="Boats", threshold=60)
    files = {FERRIES: topic("ferries", "Ferries"), "_news/1.md": numbered(1, topics=("Ferries",))}
    bring_in(write(tmp_path, files))
    assert given() == [(None, None)]
    bring_in(write(tmp_path, {FERRIES: topic("ferries", "Ferries", "Boats")}))
    assert given() == [(60, "Boats")]
