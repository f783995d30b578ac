"""Who mints the ids of feeds: decided once, whatever the settings say later."""

import pytest

from articles.display import tags
from articles.models import Site

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("hosts", "authority"),
    [
        (["news.example"], "news.example"),
        (["localhost", "127.0.0.1", "[::1]", "News.Example", "other.example"], "news.example"),
        ([".news.example"], "news.example"),
        (["192.0.2.7", "*", "xn--bcher-kva.example"], "xn--bcher-kva.example"),
    ],
)
def test_a_name_that_the_site_answers_to(settings, hosts, authority):
    settings.ALLOWED_HOSTS = hosts
    assert tags.prefix().startswith(f"tag:{authority},20")


def test_without_a_name_nobody_elses_is_taken(settings):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "*", "desk"]
    first = tags.prefix()
    Site.objects.all().delete()
    assert first.partition(",")[0].endswith(".invalid")
    assert tags.prefix() != first


def test_decided_once(settings):
    settings.ALLOWED_HOSTS = ["news.example"]
    first = tags.prefix()
    settings.ALLOWED_HOSTS = ["other.example"]
    assert tags.prefix() == first
