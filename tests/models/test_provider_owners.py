import pytest

from articles.models import Provider
from articles.models.provider import family_of
from tests.factories import make_provider

pytestmark = pytest.mark.django_db


def test_each_owner_is_named_once():
    for owner in ("Northmoor Media", "Éclat", "NORTHMOOR MEDIA", "", "apex"):
        make_provider(owner=owner)
    assert [name.lower() for name in Provider.objects.owners()] == [
        "apex",
        "northmoor media",
        "éclat",
    ]


def test_a_family_goes_by_owner():
    one, other = make_provider(owner="Northmoor Media"), make_provider(owner=" northmoor media ")
    assert one.family == other.family
    assert make_provider(owner="Éclat").family == family_of("éclat", "elsewhere.example")


def test_without_an_owner_each_is_its_own():
    one, other = make_provider(domain="halyard.example"), make_provider(owner="halyard.example")
    assert len({one.family, other.family, make_provider().family}) == 3
