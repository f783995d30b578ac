import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.judgement.scores import model
from articles.judgement.scores.features import Feature
from articles.judgement.scores.model import Example

KNOWN, STRANGE = Feature("known", "yes"), Feature("known", "no")
LARGE, NONE = Feature("picture", "large"), Feature("picture", "none")


def paper(number):
    return Feature("provider", f"paper{number}.example")


def example(number):
    """A score that is 50, 20 more with a picture, and 10 more from every other provider."""
    picture = LARGE if number % 3 else NONE
    score = 50 + 20 * (number % 3 > 0) + 10 * (number % 2)
    return Example([paper(number % 2), KNOWN, picture], score)


@pytest.fixture(scope="module")
def learned():
    return model.learn([example(number) for number in range(300)])


def test_nothing_is_said_after_too_few():
    assert model.learn([example(number) for number in range(29)]) is None
    assert model.learn([example(number) for number in range(30)]) is not None


@pytest.mark.parametrize(
    ("features", "score"),
    [
        ([paper(0), KNOWN, NONE], 50),
        ([paper(1), KNOWN, NONE], 60),
        ([paper(0), KNOWN, LARGE], 70),
        ([paper(1), KNOWN, LARGE], 80),
    ],
)
def test_it_finds_what_scores_are_made_of(learned, features, score):
    suggestion = model.suggest(learned, features)
    assert suggestion.score == pytest.approx(score, abs=2)
    assert 1 <= suggestion.usually_within <= 2


def test_reasons_come_with_what_they_add(learned):
    reasons = dict(model.suggest(learned, [paper(1), KNOWN, NONE]).reasons)
    assert reasons[NONE] == pytest.approx(-13, abs=1)  # a third of all has none
    assert reasons[paper(1)] > 0
    assert KNOWN not in reasons  # all are


def test_it_is_silent_of_who_is_a_stranger(learned):
    assert model.suggest(learned, [paper(9), STRANGE, LARGE]) is None
    assert model.suggest(learned, [paper(9), KNOWN, LARGE]) is not None
    assert model.suggest(learned, [paper(1), STRANGE, LARGE]) is not None


def test_an_editors_scores_count_three_times():
    features = [paper(0), KNOWN, NONE]
    machine = [Example(features, 40)] * 60
    ours = [Example(features, 80, is_ours=True)] * 20
    learned = model.learn(machine + ours)
    assert model.predict(learned, features) == pytest.approx(60, abs=1)


def test_the_error_is_that_of_scores_it_has_not_seen():
    steady = [Example([paper(0), KNOWN], 50)] * 70
    sudden = [Example([paper(0), KNOWN], 80)] * 30
    learned = model.learn(steady + sudden)
    assert learned.errors[paper(0).value] == pytest.approx(30, abs=1)
    assert model.suggest(learned, [paper(0), KNOWN]).usually_within == 30


def test_a_provider_with_few_scores_has_the_error_of_all(learned):
    assert set(learned.errors) == {"", "paper0.example", "paper1.example"}
    strange = [Example([paper(7), KNOWN, LARGE], score) for score in (20, 90, 20)]
    few = model.learn([*strange, *(example(n) for n in range(100)), *strange])
    assert "paper7.example" not in few.errors
    within = model.suggest(few, [paper(7), KNOWN, LARGE]).usually_within
    assert within == max(1, round(few.errors[""]))


def test_words_count_from_the_fourth_title_on():
    def with_word(number, word):
        return Example([*example(number).features, Feature("word", word)], 50)

    often = [with_word(number, "ferry") for number in range(4)]
    seldom = [with_word(number, "quay") for number in range(3)]
    learned = model.learn([*(example(n) for n in range(60)), *often, *seldom])
    assert Feature("word", "ferry") in learned.effects
    assert Feature("word", "quay") not in learned.effects


kinds = st.sampled_from(["provider", "known", "picture", "word", "topics"])
features = st.lists(st.builds(Feature, kinds, st.text(max_size=3)), max_size=6)
with_provider = features.map(lambda found: [paper(0), *found])


@settings(database=None, derandomize=True, deadline=None, max_examples=50)
@given(st.lists(st.tuples(with_provider, st.integers(0, 10_000)), min_size=30, max_size=60))
def test_any_scores_give_a_suggestion_in_range(found):
    learned = model.learn([Example(*one) for one in found])
    suggestion = model.suggest(learned, [*found[0][0], KNOWN])
    assert 0 <= suggestion.score <= 10_000
    assert suggestion.usually_within >= 1
