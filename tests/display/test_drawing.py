from itertools import pairwise
from xml.etree import ElementTree

import pytest

from articles.display import drawing

DOMAINS = [f"paper{n}.example" for n in range(60)]


def test_a_provider_keeps_its_colour():
    assert drawing.colour("paper.example") == drawing.colour("paper.example")
    assert {drawing.colour(domain) for domain in DOMAINS} == set(drawing.COLOURS)


@pytest.mark.parametrize("colour", drawing.COLOURS)
def test_a_white_letter_can_be_read_on_every_colour(colour):
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_drawing_is_svg_without_styles(domain):
    shapes = ElementTree.fromstring(f"<svg>{drawing.placeholder(domain, 'story')}</svg>")
    assert {shape.tag for shape in shapes} <= {"rect", "circle", "path"}
    assert not [shape for shape in shapes if "style" in shape.attrib]


def test_the_same_seed_draws_the_same_and_another_differs():
    drawings = [drawing.placeholder("paper.example", seed) for seed in ("a", "a", "b")]
    assert [one == other for one, other in pairwise(drawings)] == [True, False]


def test_mixing_goes_from_one_colour_to_the_other():
    assert drawing.mix("#000000", "#ffffff", 0) == "#000000"
    assert drawing.mix("#000000", "#ffffff", 0.5) == "#808080"
    assert drawing.mix("#000000", "#ffffff", 1) == "#ffffff"


def luminance(colour):
    """Relative luminance as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
