"""What rules of the desk make of what imports bring and change."""

import pytest

from articles.actions import articles
from articles.actions.rules import making
from articles.actions.teamwork.assignment import assign
from articles.export import changes_by_people
from articles.figures.queue_parts import inside
from articles.history.sentences import history_of, sentence
from articles.history.undo import undo_act
from articles.models import Article, ArticleTopic, Event, RuleHit
from tests.factories import make_topic, make_user
from tests.imports.staged import redone, undone
from tests.ingest.batches import bring_in, numbered, seed, write
from tests.ingest.one_article import decide, difference, edit, the_article
from tests.queries import queries
from tests.rules import make_rule

pytestmark = pytest.mark.django_db


def state():
    article = the_article()
    return article.state, article.state_by


def said():
    return [sentence(event) for event in history_of(the_article())]


def test_holds_what_comes(again, bob):
    rule = make_rule(bob, name="Ferries wait", query="ferry")
    make_rule(bob, query="airship")
    again()
    article = the_article()
    assert state() == ("unpublished", "desk")
    assert (article.ruled_by, article.review, article.decided_at) == (rule, "unreviewed", None)
    assert article.first_published_at is None
    assert not ArticleTopic.objects.filter(public=True).exists()
    assert said() == ["Rule 1, “Ferries wait”, held it", f"Imported from batch {article.batch_id}"]
    assert RuleHit.objects.get().rule == rule


def test_rejects_what_comes(again, bob):
    make_rule(bob, name="No ferries", act="reject", reason="Off topic")
    again()
    article = the_article()
    assert (article.place, article.state, article.state_by) == ("rejected", "published", "desk")
    assert said()[0] == "Rule 1, “No ferries”, rejected it: Off topic"
    assert [inside(part).count() for part in ("rule-rejected", "decided-rejected")] == [1, 0]


def test_adds_and_takes_points(again, bob):
    make_rule(bob, act="score", points=8)
    make_rule(bob, act="score", points=-20)
    again()
    assert (the_article().quality, *state()) == (68, "published", "seed")
    assert ArticleTopic.objects.get().weight == the_article().weight


def test_files_under_a_topic(again, bob):
    harbours = make_topic(name="Harbours", parent=make_topic(name="Coast"))
    make_rule(bob, act="topic", topic=harbours)
    again()
    assert [topic.name for topic in the_article().listed_topics] == ["Transport", "Harbours"]
    assert ArticleTopic.objects.filter(topic__name="Coast", public=True).exists()
    assert "filed it under “Harbours”" in said()[0]


def test_gives_to_somebody(again, alice, bob):
    make_rule(bob, act="assign", person=alice)
    again()
    assert the_article().assigned_to == alice
    assert "gave it to Alice" in said()[0]


def test_the_first_that_holds_or_rejects_is_the_one(again, bob):
    first = make_rule(bob, act="hold")
    make_rule(bob, act="reject")
    again()
    assert (the_article().ruled_by, the_article().review) == (first, "unreviewed")
    assert RuleHit.objects.count() == 1


def test_all_see_the_article_as_it_came(again, bob):
    make_rule(bob, query="ferry", act="score", points=30)
    make_rule(bob, query="score>=100", act="hold")
    again()
    assert (the_article().quality, *state()) == (110, "published", "seed")


@pytest.mark.parametrize("fields", [{"query": "ferr"}, {"query": "quiet ferr"}])
def test_words_are_whole_words(again, bob, fields):
    make_rule(bob, **fields)
    again()
    assert state() == ("published", "seed")


def test_what_is_held_already_is_the_seeds(again, bob):
    make_rule(bob)
    again(seed(published=False))
    assert state() == ("unpublished", "seed")
    assert not RuleHit.objects.exists()


def test_one_that_is_off_or_gone_does_nothing(again, bob):
    making.switch(rule=make_rule(bob), by=bob, on=False)
    making.remove(rule=make_rule(bob), by=bob)
    again()
    assert state() == ("published", "seed")


def test_one_that_is_not_understood_any_more_says_why_and_stops_nobody(again, bob):
    topic = make_topic(name="Harbours")
    rule = make_rule(bob, query="topic:Harbours")
    make_rule(bob)
    topic.delete()
    again()
    rule.refresh_from_db()
    assert "No topic is called “Harbours”" in rule.problem
    assert state() == ("unpublished", "desk")


def test_a_later_seed_changes_what_it_changes(again, bob):
    make_rule(bob)
    make_rule(bob, act="score", points=8)
    again()
    report = again(seed(title="A quiet ferry at night", quality=60))
    article = the_article()
    assert report.counts["content"] == 1
    assert (article.title, article.quality, *state()) == (
        *("A quiet ferry at night", 68),
        *("unpublished", "desk"),
    )
    assert article.version == 2
    assert article.changed_at is None
    assert article.events.count() == 3
    assert RuleHit.objects.count() == 2


def test_one_that_fits_no_more_lets_go(again, bob):
    make_rule(bob, name="Ferries wait")
    again()
    again(seed(title="A quiet boat", excerpt="It sank."))
    assert state() == ("published", "seed")
    assert the_article().first_published_at
    assert "rule 1, “Ferries wait”, does not fit any more" in said()[0]
    assert ArticleTopic.objects.get().public


def test_one_that_rejects_lets_go(again, bob):
    make_rule(bob, act="reject")
    again()
    again(seed(title="A quiet boat", excerpt="It sank."))
    assert (the_article().review, *state()) == ("unreviewed", "published", "seed")
    assert the_article().changed_at is None


def test_the_seeds_own_state_is_kept_beneath(again, bob):
    make_rule(bob)
    again()
    again(seed(published=False))
    assert state() == ("unpublished", "seed")
    again(seed(published=True))
    assert state() == ("unpublished", "desk")


def test_topics_of_the_seed_go_on_beside_the_rules(again, bob):
    make_rule(bob, act="topic", topic=make_topic(name="Harbours"))
    again()
    assert again(seed(topics=("Transport", "Sea"))).counts["conflict"] == 0
    assert [topic.name for topic in the_article().listed_topics] == [
        *("Transport", "Sea", "Harbours")
    ]
    again(seed(topics=("Sea",), title="A quiet boat", excerpt=""))
    assert [topic.name for topic in the_article().listed_topics] == ["Sea"]


def test_metrics_alone_make_no_rule_act(again, bob):
    again()
    make_rule(bob)
    again(seed(heat=120))
    assert state() == ("published", "seed")


@pytest.mark.parametrize(
    "decision",
    [
        lambda by: decide(articles.publish, by),
        lambda by: decide(articles.agree, by),
        lambda by: decide(articles.score, by, quality=90),
    ],
)
def test_a_persons_decision_wins(again, alice, bob, decision):
    make_rule(bob)
    again()
    decision(alice)
    article = the_article()
    assert article.ruled_by is None
    before = state()
    again(seed(title="A quiet ferry at night"))
    assert state() == before


def test_a_persons_score_stays_when_it_waits_anew(again, alice, bob):
    make_rule(bob, act="score", points=8)
    again()
    decide(articles.score, alice, quality=90)
    decide(articles.reopen, alice)
    again(seed(title="A quiet ferry at night"))
    assert the_article().quality == 90


def test_a_topic_that_a_person_took_out_stays_out(again, alice, bob):
    make_rule(bob, act="topic", topic=make_topic(name="Harbours"))
    again()
    edit(alice, topics=[the_article().listed_topics[0]])
    again(seed(title="A quiet ferry at night"))
    assert [topic.name for topic in the_article().listed_topics] == ["Transport"]


def test_nobody_is_given_it_twice(again, alice, bob):
    make_rule(bob, act="assign", person=alice)
    again()
    decide(assign, alice, to=None)
    again(seed(title="A quiet ferry at night"))
    assert the_article().assigned_to is None


def test_undoing_a_decision_gives_it_back_to_its_rule(again, alice, bob):
    rule = make_rule(bob)
    again()
    done = decide(articles.publish, alice)
    undo_act(act=done.act, by=alice)
    assert state() == ("unpublished", "desk")
    assert the_article().ruled_by == rule


def test_reopening_brings_back_the_seeds_word(again, alice, bob):
    make_rule(bob, act="reject")
    again()
    decide(articles.reopen, alice)
    assert (the_article().review, *state()) == ("unreviewed", "published", "seed")


def test_nothing_of_it_is_an_editors_change(again, alice, bob):
    make_rule(bob)
    make_rule(bob, act="score", points=8)
    make_rule(bob, act="topic", topic=make_topic(name="Harbours"))
    again()
    assert difference(seed()) == ([], [])
    assert not changes_by_people().exists()
    decide(articles.unpublish, alice)
    gone, _ = difference(seed())
    assert "published: true" in gone


def test_undoing_an_import_brings_back_what_it_lifted(again, bob):
    make_rule(bob)
    again()
    report = again(seed(title="A quiet boat", excerpt=""))
    assert state() == ("published", "seed")
    undone(report.batch, bob)
    assert (the_article().title, *state()) == ("A quiet ferry", "unpublished", "desk")


@pytest.mark.parametrize("act", ["hold", "reject"])
def test_what_came_goes_with_its_import_and_comes_back(again, bob, act):
    make_rule(bob, act=act)
    make_rule(bob, act="score", points=8)
    batch = again().batch
    before = (the_article().place, the_article().quality, *state(), the_article().ruled)
    undone(batch, bob)
    assert (the_article().review, *state()) == ("unreviewed", "unpublished", "import")
    redone(batch, bob)
    assert (the_article().place, the_article().quality, *state(), the_article().ruled) == before


def test_what_somebody_touched_stays_by_its_rule(again, alice, bob):
    make_rule(bob)
    batch = again().batch
    edit(alice, title="Ours")
    undone(batch, bob)
    assert state() == ("unpublished", "desk")


def test_an_import_that_holds_everything(again, bob):
    make_rule(bob, act="reject")
    again(hold=True)
    assert (the_article().review, *state()) == ("rejected", "unpublished", "desk")
    decide(articles.reopen, bob)
    assert state() == ("unpublished", "import")


def articles_of(tmp_path, name, number):
    files = {f"_news/{name}{n}.md": numbered(f"{name}{n}") for n in range(number)}
    return write(tmp_path / name, files)


def test_no_query_for_an_article(tmp_path, bob):
    make_rule(bob)
    make_rule(bob, act="topic", topic=make_topic())
    counts = [
        len(queries(lambda name=name, n=n: bring_in(articles_of(tmp_path, name, n))))
        for name, n in (("a", 4), ("b", 5), ("c", 30))
    ]
    assert counts[1] == counts[2]
    assert Article.objects.filter(state_by="desk").count() == 39


def test_one_query_where_there_are_none(tmp_path):
    bring_in(articles_of(tmp_path, "a", 5))
    asked = queries(lambda: bring_in(articles_of(tmp_path, "b", 5)))
    assert len([sql for sql in asked if "articles_rule" in sql and "FROM" in sql]) <= 1


def test_a_dry_run_writes_nothing(tmp_path, bob):
    make_rule(bob)
    bring_in(articles_of(tmp_path, "a", 2), dry_run=True)
    assert not RuleHit.objects.exists()
    assert not Event.objects.exists()


def test_me_is_who_made_the_rule(again, bob):
    make_user("erin")
    make_rule(bob, query="-by:me ferry")
    again()
    assert state() == ("unpublished", "desk")
