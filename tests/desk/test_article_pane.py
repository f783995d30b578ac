from tests.desk.pages import text, url
from tests.factories import make_link


def test_doors(doors, article):
    doors(url("article-pane", article), "get")


def test_shows_the_article_and_its_coverage(as_alice, article):
    make_link(article, title="How the chemistry works")
    page = text(as_alice.get(url("article-pane", article)))
    assert "A quarry becomes a battery" in page
    assert "How the chemistry works" in page
    assert "<html" not in page


def test_what_is_not_there_is_not_found(as_alice):
    assert as_alice.get("/desk/articles/999/pane/").status_code == 404
    assert as_alice.get(f"/desk/articles/{10**30}/pane/").status_code == 404
