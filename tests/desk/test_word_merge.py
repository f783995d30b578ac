"""Two people's changes of one text, brought together."""

import pytest

from articles.desk.articles.word_merge import both

BASE = "Disused quarry becomes the largest battery"


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (
            "Disused quarry becomes the valley’s largest battery",
            "Disused quarry becomes the largest battery, and the grid feels it",
            "Disused quarry becomes the valley’s largest battery, and the grid feels it",
        ),
        (BASE, "Another", "Another"),
        ("The same", "The same", "The same"),
        ("quarry becomes the largest battery", f"{BASE}.", "quarry becomes the largest battery."),
        (f"{BASE} yet", f"{BASE}, at last", None),
        ("Old quarry becomes the largest battery", "Deep quarry becomes the largest battery", None),
    ],
)
def test_both(mine, theirs, merged):
    assert both(BASE, mine, theirs) == merged


def test_very_long_texts_are_left_to_people():
    assert both(BASE, "x " * 5000, BASE) is None
