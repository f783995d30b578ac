"""What a file holds besides its front matter."""

import pytest

from articles.seeds.errors import SeedError
from articles.seeds.parse import parse_article, parse_provider
from tests.seeds.samples import ARTICLE

PROVIDER = "---\nname: A\ndomain: a.example\n---\n"


@pytest.mark.parametrize(("parse", "seed"), [(parse_article, ARTICLE), (parse_provider, PROVIDER)])
def test_a_nul_below_the_front_matter(parse, seed):
    """Which PostgreSQL would refuse after the preview has promised it."""
    with pytest.raises(SeedError, match=r"U\+0000 \(remove it\)") as error:
        parse(f"{seed}Words.\né a\0b\n".encode())
    assert (error.value.line, error.value.column) == (seed.count("\n") + 2, 4)


@pytest.mark.parametrize("character", ["\x01", "\x1b", "\ufffe"])
def test_other_control_characters_are_the_texts_own(character):
    assert parse_article(f"{ARTICLE}Words {character}\n".encode()).style.tail.endswith("\n")
