import pytest

from articles.images.renditions import SIZES, Box, Size, contain, cover, no_larger


@pytest.mark.parametrize("name", ["thumb", "story", "lead", "wide"])
def test_photographs_are_three_to_two(name):
    width, height = SIZES[name]
    assert width / height == pytest.approx(1.5, abs=0.02)


@pytest.mark.parametrize(
    ("source", "box"),
    [
        (Size(300, 200), (0, 0, 300, 200)),
        (Size(400, 200), (50, 0, 350, 200)),
        (Size(300, 800), (0, 200, 300, 400)),
    ],
)
def test_cover_cuts_the_sides_evenly_and_more_of_the_bottom(source, box):
    assert cover(source, Size(30, 20)) == pytest.approx(box)


@pytest.mark.parametrize("source", [(6000, 4000), (1, 1), (40_000_000, 1), (1, 9999), (701, 469)])
@pytest.mark.parametrize("target", SIZES.values())
def test_cover_stays_inside_the_picture(source, target):
    box = cover(Size(*source), target)
    assert 0 <= box.left < box.right <= source[0]
    assert 0 <= box.top < box.bottom <= source[1]


def test_a_small_picture_is_not_enlarged():
    assert no_larger(Box(0, 0, 150, 100), Size(300, 200)) == (150, 100)
    assert no_larger(Box(0, 0, 900, 600), Size(300, 200)) == (300, 200)
    assert no_larger(Box(0, 0, 1, 0.6), Size(300, 200)) == (1, 1)


@pytest.mark.parametrize(
    ("source", "expected"),
    [((100, 100), (48, 48)), ((200, 100), (48, 24)), ((1, 1000), (1, 48)), ((10, 20), (24, 48))],
)
def test_contain_keeps_the_whole_picture(source, expected):
    assert contain(Size(*source), 48) == expected
