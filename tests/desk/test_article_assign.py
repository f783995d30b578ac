from articles.models import Article
from tests.desk.pages import post, stale, text, url
from tests.factories import make_article, make_user


def test_doors(doors, article):
    doors(url("article-assign", article))


def test_assigns_and_the_row_says_for_whom(as_alice, bob, article):
    row = text(post(as_alice, "article-assign", article, to=bob.pk, htmx=True))
    assert "<span>for Bob</span>" in row
    assert "Assigned to Bob: “A quarry becomes a battery”" in row
    assert Article.objects.get().assigned_to == bob


def test_to_nobody(as_alice, bob, article):
    post(as_alice, "article-assign", article, to=bob.pk)
    article.refresh_from_db()
    row = text(post(as_alice, "article-assign", article, to="", htmx=True))
    assert "Assigned to nobody: “A quarry becomes a battery”" in row


def test_those_who_review_are_offered(as_alice, bob, charlie, dave, article):
    make_user("root", is_superuser=True)
    page = text(as_alice.get(url("article-detail", article)))
    names = ("Alice", "Bob", "Root", "Charlie", "Dave")
    assert [f">{name}</option>" in page for name in names] == [True, True, True, False, False]


def test_who_does_not_review_is_refused(as_alice, charlie, article):
    for to in (charlie.pk, 999, "x"):
        assert post(as_alice, "article-assign", article, to=to).status_code == 422
    assert Article.objects.get().version == 1


def test_a_stale_version_changes_nothing(as_alice, bob, article):
    assert stale(as_alice, "article-assign", article, to=bob.pk).status_code == 409


def test_what_is_assigned_is_a_list_of_its_own(as_bob, bob, article):
    make_article(title="Another")
    Article.objects.filter(pk=article.pk).update(assigned_to=bob)
    page = text(as_bob.get("/desk/"))
    assert '<span>Assigned to you</span> <span id="count-assigned">1</span>' in page
    listed = text(as_bob.get("/desk/?queue=all&assigned=bob"))
    assert "A quarry becomes a battery" in listed
    assert "Another" not in listed
    assert "Assigned to: bob" in listed
