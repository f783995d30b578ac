import pytest

from tests.desk.pages import post, stale, text, url
from tests.factories import make_article

ELSEWHERE = {"url": "https://elsewhere.example/a", "title": "Far away"}


def test_doors(doors, article):
    doors(url("link-add", article))


def test_links_one_of_ours(as_alice, article):
    target = make_article()
    response = post(as_alice, "link-add", article, target=target.pk)
    assert response.status_code == 302
    assert article.links.get().target == target


def test_links_a_page_elsewhere(as_alice, article):
    post(as_alice, "link-add", article, **ELSEWHERE)
    link = article.links.get()
    assert (link.title, link.target, link.origin) == ("Far away", None, "editor")


def test_an_address_of_ours_links_to_ours(as_alice, article):
    target = make_article()
    post(as_alice, "link-add", article, url=target.web_url)
    assert article.links.get().target == target


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({}, "Paste the address"),
        ({"url": "javascript:alert(1)", "title": "Trap"}, "The address cannot be linked to"),
        ({"url": "https://elsewhere.example/a", "title": ""}, "The title of the link is empty"),
        ({"url": "https://elsewhere.example/a", "title": "x" * 501}, "at most 500 characters"),
        ({"target": "999"}, "Paste the address"),
    ],
)
def test_invalid_is_named_and_nothing_typed_is_lost(as_alice, article, fields, problem):
    response = post(as_alice, "link-add", article, **fields)
    assert response.status_code == 422
    assert problem in text(response)
    assert f'value="{fields.get("url", "")}"' in text(response)
    assert not article.links.exists()


def test_a_stale_version_changes_nothing(as_alice, article):
    response = stale(as_alice, "link-add", article, **ELSEWHERE)
    assert response.status_code == 409
    assert "Far away" in text(response)
    assert not article.links.exists()
