import pytest
from django.urls import NoReverseMatch, reverse

from articles.display import addresses


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("public:front", ()),
        ("public:topic", ("energy",)),
        ("public:topic", ("能源-и-%2F?#&'",)),
        ("public:article", ("2026-11-20-a-story",)),
        ("desk:article-publish", (42,)),
        ("desk:link-move", (42, 7)),
        ("desk:import-mend", (900_000_000_000_000_001, 900_000_000_000_000_000)),
    ],
)
def test_the_same_as_djangos(name, args):
    assert addresses.url(name, *args) == reverse(name, args=args)


def test_pictures_too():
    args = ["ab" * 16, "thumb"]
    assert addresses.picture(*args) == reverse("public:picture", args=args)


def test_no_such_page():
    with pytest.raises(NoReverseMatch):
        addresses.url("public:nothing")
