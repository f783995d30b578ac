"""Which pairs are found, and which are not: the stories here have the same title, or address."""

from functools import partial

import pytest

from articles.actions import articles
from articles.actions.judgement import duplicates as actions
from articles.judgement import indexing, related
from articles.judgement.duplicates import candidates, finding
from articles.judgement.duplicates.rule import RULE
from articles.models import Article, BatchState, Duplicate, State, StateBy, Unpaired
from tests.factories import make_article, make_batch
from tests.judgement.news import QUARRY, near
from tests.judgement.pairs import make_pair, open_pairs
from tests.queries import queries

pytestmark = pytest.mark.django_db
ADDRESS = "https://paper.example/quarry"
RAIN = "Rain over the coast of the islands"


def at(url, title, **fields):
    return make_article(title=title, canonical_url=url, original_url="", web_url=url, **fields)


def test_one_title_twice_is_a_pair_with_its_reason():
    one, other = near(QUARRY), near(QUARRY, 2)
    near(RAIN)
    assert open_pairs() == {(one.pk, other.pk)}
    pair = Duplicate.objects.get()
    assert pair.reason.startswith("the same")
    assert pair.rule == RULE


def test_one_address_is_a_pair_whatever_it_says():
    one, other = at(ADDRESS, QUARRY), at(ADDRESS, RAIN)
    assert open_pairs() == {(one.pk, other.pk)}


def test_a_variant_of_the_address_is_a_pair():
    one, other = at(ADDRESS, QUARRY), at(f"{ADDRESS}/amp", RAIN)
    assert open_pairs() == {(one.pk, other.pk)}


def test_it_is_found_whichever_is_looked_at():
    one = near(QUARRY)
    assert open_pairs() == set()
    other = near(QUARRY, 2)
    assert open_pairs() == {(one.pk, other.pk)}
    assert not Unpaired.objects.exists()


def test_a_portion_at_a_time_the_newest_first(monkeypatch):
    monkeypatch.setattr(finding, "PORTION", 1)
    one, other = near(QUARRY), near(QUARRY, 2)
    indexing.index_portion()
    assert finding.portion() == 1
    assert Unpaired.objects.get().article == one
    assert set(Duplicate.objects.values_list("one", "other")) == {(one.pk, other.pk)}
    assert finding.portion() == 1
    assert finding.portion() == 0


def test_a_pair_stays_the_row_that_it_is():
    one, _ = near(QUARRY), near(QUARRY, 2)
    open_pairs()
    pair = Duplicate.objects.get()
    indexing.note([one.pk])
    open_pairs()
    assert Duplicate.objects.get() == pair


def test_other_words_end_it(alice):
    one, _ = near(QUARRY), near(QUARRY, 2)
    open_pairs()
    edit = {"title": RAIN, "excerpt": "", "topics": [], "images": []}
    articles.edit(article=one, by=alice, version=1, **edit)
    assert open_pairs() == set()


def test_a_settled_pair_is_left_alone_by_other_words(alice):
    one, other = near(QUARRY), near(QUARRY, 2)
    open_pairs()
    actions.keep_apart(article=one, by=alice, version=1, other=other)
    Article.objects.filter(pk=one.pk).update(title=RAIN)
    indexing.note([one.pk])
    open_pairs()
    assert Duplicate.objects.count() == 1


@pytest.mark.parametrize("turned", [False, True])
def test_what_was_refused_is_never_a_pair(alice, turned):
    one, other = near(QUARRY), near(QUARRY, 2)
    first, second = (other, one) if turned else (one, other)
    actions.keep_apart(article=first, by=alice, version=1, other=second)
    open_pairs()
    assert not Duplicate.objects.exists()


def _rejected(article, alice):
    articles.reject(article=article, by=alice, version=1)


def _merged(article, alice):
    actions.merge(article=article, into=make_article(title=RAIN), by=alice, version=1)


def _withdrawn(article, alice):
    batch = make_batch(state=BatchState.UNDONE)
    Article.objects.filter(pk=article.pk).update(
        batch=batch, state=State.UNPUBLISHED, state_by=StateBy.IMPORT
    )


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("address", [{"canonical_url": ADDRESS}, {}])
@pytest.mark.parametrize("spoil", [_rejected, _merged, _withdrawn])
def test_nor_what_is_rejected_merged_or_withdrawn(alice, which, address, spoil):
    made = [near(QUARRY, n, **address) for n in range(2)]
    spoil(made[which], alice)
    open_pairs()
    assert not Duplicate.objects.exists()


def test_what_is_merged_is_not_suggested_either(alice):
    one, other, third = near(QUARRY), near(QUARRY, 2), near(f"{QUARRY} again", 3)
    indexing.index_all()
    actions.merge(article=other, into=one, by=alice, version=1)
    assert [one.article for one in related.suggested(third)] == [one.pk]


def test_no_article_has_more_open_pairs_than_the_cap(monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    for n in range(12):
        near(QUARRY, n)
    open_pairs()
    pairs = list(Duplicate.objects.values_list("one", "other"))
    held = [key for pair in pairs for key in pair]
    assert max(held.count(key) for key in held) == 3
    assert len(pairs) <= 12 * 3 / 2
    near(QUARRY, 13), near(QUARRY, 14)
    open_pairs()
    held = [key for pair in Duplicate.objects.values_list("one", "other") for key in pair]
    assert max(held.count(key) for key in held) == 3


def test_what_stays_of_many_copies_is_offered_the_next(alice, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 1)
    made = [near(QUARRY, n) for n in range(3)]
    ((one, other),) = open_pairs()
    (left,) = {article.pk for article in made} - {one, other}
    actions.merge(article=other, into=one, by=alice, version=1)
    assert open_pairs() == {(min(one, left), max(one, left))}


def test_what_is_merged_already_is_in_nobodys_way(alice, monkeypatch):
    monkeypatch.setattr(candidates, "AT_MARK", 2)
    monkeypatch.setattr(finding, "MOST", 1)
    made = [near(QUARRY, n) for n in range(5)]
    for _ in made[1:]:
        ((one, other),) = list(open_pairs())[:1]
        stays, goes = Article.objects.get(pk=one), Article.objects.get(pk=other)
        actions.merge(article=goes, into=stays, by=alice, version=goes.version)
    assert Article.objects.filter(merged_into=None).count() == 1


def test_what_a_portion_asks_does_not_grow_with_the_copies(monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    asked = []
    for _ in range(3):
        for _ in range(10):
            at(ADDRESS, QUARRY)
        while indexing.index_portion():
            pass
        keys = list(Unpaired.objects.values_list("article", flat=True))
        asked.append(len(queries(partial(finding.refresh, keys))))
    assert asked[1] == asked[2]  # the first find nothing but each other


def test_at_one_address_only_the_newest_are_looked_at(monkeypatch):
    monkeypatch.setattr(candidates, "AT_MARK", 2)
    made = [at(ADDRESS, f"{word} over hills") for word in ("Rain", "Snow", "Hail", "Wind")]
    stories = candidates.copies_of([made[0].pk])
    (found,) = candidates.near(list(stories.values()))
    assert [key for key, _ in found] == [made[3].pk, made[2].pk]


def test_a_decision_in_between_holds(alice, monkeypatch):
    one, other = near(QUARRY), near(QUARRY, 2)
    found = finding._found

    def decided_meanwhile(*given):
        pairs = found(*given)
        actions.keep_apart(article=one, by=alice, version=1, other=other)
        return pairs

    monkeypatch.setattr(finding, "_found", decided_meanwhile)
    while indexing.index_portion():
        pass
    finding.refresh([other.pk])
    assert not Duplicate.objects.open().exists()


def test_the_worker_looks_for_what_was_left():
    near(QUARRY), near(QUARRY, 2)
    while indexing.index_portion():
        pass
    indexing.index_articles.call()
    assert Duplicate.objects.exists()


def test_another_address_is_looked_at_anew():
    one = at(ADDRESS, QUARRY)
    other = at("https://paper.example/rain", RAIN)
    assert open_pairs() == set()
    Article.objects.filter(pk=other.pk).update(canonical_url=ADDRESS)
    assert {"canonical_url", "provider"} <= indexing.JUDGED_BY
    indexing.note([other.pk])
    assert open_pairs() == {(one.pk, other.pk)}


def test_pairs_that_are_known_count_towards_the_cap(monkeypatch):
    monkeypatch.setattr(finding, "MOST", 1)
    one, other = near(QUARRY), near(QUARRY, 2)
    pair = make_pair(one, other)
    near(QUARRY, 3)
    open_pairs()
    assert Duplicate.objects.get() == pair
