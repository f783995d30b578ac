import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.judgement import indexing, related, statement
from articles.judgement.suggestion import MODEL
from articles.models import BatchState, Refusal, Review, State, StateBy
from tests.factories import make_article, make_batch, make_image, make_link
from tests.judgement.news import QUARRY, near, suggested, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarry():
    return near(QUARRY)


def test_what_says_the_same_words_is_suggested_the_likeliest_first(quarry):
    near("Rain over the coast")
    near("The old quarry", 30)
    near("Iron battery fills the quarry", 1)
    assert titles(quarry) == ["Iron battery fills the quarry", "The old quarry"]


def test_a_suggestion_says_what_why_how_sure_and_by_what(quarry):
    other = near("Iron battery fills the quarry", 3)
    (one,) = suggested(quarry)
    assert (one.article, one.model) == (other.pk, MODEL)
    assert 0.5 < one.likeness < 1
    assert one.why.startswith("3 h later: ")
    assert set(one.words) == {"iron battery", "quarry"}
    assert one.sentence.startswith("suggested, 3 h later: ")
    assert f"({one.likeness:.2f}, {MODEL})" in one.sentence


def test_words_are_named_as_the_title_writes_them():
    article = near("Rembrandt’s Night Watch leaves the Rijksmuseum")
    near("Rijksmuseum sends the Night Watch away", excerpt="Rembrandt’s painting travels.")
    (one,) = suggested(article)
    assert set(one.words) == {"Rembrandt", "Night Watch", "Rijksmuseum"}


@pytest.mark.parametrize(("hours", "known"), [(119, True), (-119, True), (121, False)])
def test_after_five_days_nothing_belongs_together(quarry, hours, known):
    near(QUARRY, hours)
    assert bool(titles(quarry)) == known


def test_closer_in_time_is_likelier(quarry):
    near("Quarry and battery", 90)
    near("Battery and quarry", -2)
    assert titles(quarry) == ["Battery and quarry", "Quarry and battery"]


def test_what_is_linked_is_not_suggested(quarry):
    make_link(quarry, target=near(QUARRY, 1))
    near(QUARRY, 2, canonical_url="https://elsewhere.example/same")
    make_link(quarry, canonical_url="https://elsewhere.example/same")
    assert titles(quarry) == []


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_refused_is_suggested_to_neither(quarry, turned):
    other = near(QUARRY, 1)
    Refusal.objects.create(one=quarry, other=other)
    assert titles(other if turned else quarry) == []


def test_the_same_story_is_not_suggested(quarry):
    lead = near(QUARRY, 1)
    member = near(QUARRY, 2, folded_into=lead)
    sibling = near(QUARRY, 3, folded_into=lead)
    assert [one.article for one in suggested(member)] == [quarry.pk]
    assert quarry.pk in [one.article for one in suggested(sibling)]
    assert [one.article for one in suggested(lead)] == [quarry.pk]


def test_what_a_seed_folded_is_not_suggested_to_its_lead_or_by_it(quarry):
    member = near(QUARRY, 1, heat=-1)
    make_link(quarry, target=member)
    assert titles(quarry) == []
    assert titles(member) == []


def test_what_is_rejected_or_withdrawn_is_not_suggested(quarry):
    near(QUARRY, 1, review=Review.REJECTED)
    undone = make_batch(state=BatchState.UNDONE)
    near(QUARRY, 2, batch=undone, state=State.UNPUBLISHED, state_by=StateBy.IMPORT)
    assert titles(quarry) == []


def test_what_is_held_is_suggested(quarry):
    near(QUARRY, 1, state=State.UNPUBLISHED)
    assert titles(quarry) == [QUARRY]


def test_what_else_they_have_in_common_is_said():
    image = make_image()
    quarry = near(QUARRY, images=[image])
    other = near("Quarry and battery", 1, images=[image])
    make_link(other, target=quarry)
    make_article(title="A member", excerpt="", folded_into=other)
    lead = near("Something else")
    near("Quarry iron", 2, folded_into=lead)
    first, second = suggested(quarry)
    assert first.reasons[1:] == [
        *("same picture", "its seed names this one", "others are folded into it")
    ]
    assert second.reasons[1:] == ["part of “Something else”"]


def test_so_many_at_most():
    quarry = near(QUARRY)
    for n in range(related.MOST + 5):
        near(QUARRY, n / 10)
    assert len(suggested(quarry)) == related.MOST


def test_what_is_hardly_alike_is_not_suggested():
    article = near("Quarry " + " ".join(f"alpha{n}" for n in range(20)))
    near("Quarry " + " ".join(f"beta{n}" for n in range(20)))
    assert titles(article) == []
    assert related.ranked(article) != []


def test_texts_that_are_no_article_can_be_asked_for(quarry):
    indexing.index_all()
    asked = related.Text(QUARRY, "", quarry.published_at)
    assert [one.article for one in related.alike(asked)] == [quarry.pk]


@pytest.mark.parametrize("title", ["?!", "the", "電"])
def test_without_words_nothing_is_asked(title):
    article = near(title)
    indexing.index_all()
    assert related.alike(article) == []


def test_one_statement_finds_them(quarry):
    near(QUARRY, 1)
    indexing.index_all()
    with CaptureQueriesContext(connection) as queries:
        assert related.alike(quarry)
    assert len(queries) == 1


def test_common_words_are_left_out_where_others_remain(monkeypatch):
    """Among so few, none is in a twentieth of a thousand: what counts as common is put lower."""
    rare = " ".join(f"rare{n}" for n in range(statement.ENOUGH))
    article = near(f"Common {rare}")
    near("Common")
    for name in ("sqlite", "postgresql"):
        text = statement.SQL[name].replace(f"* {statement.COMMON}", "* 0.0001")
        monkeypatch.setitem(statement.SQL, name, text)
    assert titles(article) == []
    assert titles(near("Common word")) != []


def test_of_a_text_that_came_very_often_only_some_are_read(monkeypatch):
    article = near(QUARRY)
    for n in range(12):
        near(QUARRY, n / 60)
    for name in ("sqlite", "postgresql"):
        text = statement.SQL[name]
        text = text.replace(f"<= {statement.LONG} THEN", "<= 1 THEN")
        text = text.replace(f"OFFSET {statement.LONGEST})", "OFFSET 3)")
        text = text.replace(f"LIMIT {statement.LONGEST}\n", "LIMIT 3\n")
        monkeypatch.setitem(statement.SQL, name, text)
    assert len(suggested(article)) == 3
