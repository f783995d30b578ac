import pytest

from articles.desk.queue.effects import captions, score_buttons


@pytest.mark.parametrize(
    ("threshold", "said"),
    [
        (70, ["1–6 would hold", "7–0 would publish"]),
        (75, ["1–7 would hold", "8–0 would publish"]),
        (100, ["1–9 would hold", "0 would publish"]),
        (20, ["1 would hold", "2–0 would publish"]),
        (0, ["1–0 would publish"]),
        (120, ["1–0 would hold"]),
    ],
)
def test_the_keys_say_what_they_would_do(threshold, said):
    assert captions(score_buttons(threshold, "")) == said


def test_of_what_is_pinned_they_only_score():
    buttons = score_buttons(70, "held")
    assert {button.effect for button in buttons} == {"score only, stays held"}
    assert captions(buttons) == ["1–0 score only, stays held"]


@pytest.mark.parametrize(("threshold", "first"), [(70, [70]), (75, [80]), (0, [10]), (120, [])])
def test_a_stroke_stands_before_the_first_that_would_publish(threshold, first):
    assert [button.score for button in score_buttons(threshold, "") if button.edge] == first
