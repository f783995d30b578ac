"""Re-imports: a field that an editor and the new seed both changed."""

import pytest

from articles.actions import articles, conflicts
from articles.history.sentences import sentence
from articles.models import Conflict, SeedFile
from tests.factories import make_topic
from tests.ingest.batches import counted, seed
from tests.ingest.one_article import decide, edit, the_article

pytestmark = pytest.mark.django_db


def test_what_both_changed_is_a_conflict(again, alice):
    again()
    edit(alice, title="Ours")
    report = again(seed(title="Theirs", excerpt="New."))
    article, conflict = the_article(), Conflict.objects.get()
    assert counted(report) == {"conflict": 1}
    assert (article.title, article.excerpt) == ("Ours", "New.")
    assert (conflict.field, conflict.base, conflict.theirs) == ("title", "A quiet ferry", "Theirs")
    assert article.version == 3
    assert "ours kept for title" in report.files[0].message


def test_the_history_tells_of_a_conflict(again, alice):
    again()
    edit(alice, title="Ours")
    report = again(seed(title="Theirs"))
    event = the_article().events.first()
    assert event.before == {"conflicts": []}
    assert [one["field"] for one in event.after["conflicts"]] == ["title"]
    assert sentence(event) == (
        f"The import of batch {report.batch.pk} disagrees over the title: ours stayed"
    )


def test_a_conflict_follows_the_seed_until_it_is_settled(again, alice):
    again()
    edit(alice, title="Ours")
    again(seed(title="Theirs"))
    again(seed(title="Theirs again"))
    assert Conflict.objects.get().theirs == "Theirs again"
    again(seed(title="Ours"))
    assert not Conflict.objects.exists()


def test_a_conflict_that_an_editor_has_settled_does_not_come_back(again, alice):
    again()
    edit(alice, title="Ours")
    again(seed(title="Theirs"))
    decide(
        lambda **args: conflicts.keep_ours(
            conflict=Conflict.objects.get(), by=args["by"], version=args["version"]
        ),
        alice,
    )
    assert counted(again(seed(title="Theirs", heat=90))) == {"metrics": 1}
    assert the_article().title == "Ours"
    assert not Conflict.objects.exists()


def test_a_conflict_about_topics_names_them(again, alice):
    again()
    edit(alice, topics=[make_topic(name="Ours")])
    again(seed(topics=("Transport", "Brand new")))
    conflict = Conflict.objects.get()
    assert conflict.theirs == ["Transport", "Brand new"]
    decide(
        lambda **args: conflicts.take_theirs(
            conflict=conflict, by=args["by"], version=args["version"]
        ),
        alice,
    )
    assert [topic.name for topic in the_article().listed_topics] == ["Transport", "Brand new"]


def test_agreeing_with_the_seed_is_a_decision(again, alice):
    again()
    decide(articles.publish, alice)
    assert counted(again(seed(published=False))) == {"conflict": 1}
    assert the_article().public


def test_a_seed_kept_by_older_rules_is_replaced_and_an_editor_picks(again):
    again()
    SeedFile.objects.update(text="not a seed by today's rules", digest="0")
    assert counted(again(seed(title="New"))) == {"metrics": 1}
    assert counted(again(seed(title="Newer"))) == {"conflict": 1}
