import pytest

from articles.site.address import site_address


@pytest.mark.parametrize(
    ("hosts", "https", "address"),
    [
        (["localhost", "127.0.0.1", "[::1]"], False, "http://localhost:81"),
        (["news.example", "localhost"], False, "http://localhost:81"),
        (["127.0.0.1", "news.example", "www.news.example"], False, "http://news.example:81"),
        (["*"], False, "http://localhost:81"),
        ([], False, "http://localhost:81"),
        (["localhost", "news.example"], True, "https://news.example"),
        ([".news.example"], True, "https://news.example"),
        (["*"], True, "https://localhost"),
    ],
)
def test_addresses_are_those_that_the_site_answers_to(settings, hosts, https, address):
    settings.ALLOWED_HOSTS, settings.HTTPS, settings.PORT = hosts, https, 81
    assert site_address() == address
