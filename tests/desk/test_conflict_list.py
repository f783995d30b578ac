import pytest
from django.urls import reverse

from articles.desk.conflicts import side_by_side
from articles.desk.conflicts.side_by_side import marked
from articles.history.differences import Span, Tag
from articles.models import Conflict
from tests.desk.pages import post, stale, text, url
from tests.factories import NOON, make_article, make_image, make_topic

LIST = reverse("desk:conflict-list")


def contest(article, field="title", base="Old name", theirs="Old <b>lighthouse</b>"):
    return Conflict.objects.create(article=article, field=field, base=base, theirs=theirs, at=NOON)


@pytest.fixture
def contested(article):
    contest(article)
    contest(article, "quality", 82, 40)
    return article


def test_doors(doors, article):
    doors(LIST, "get")
    doors(url("article-keep-ours", article))
    doors(url("article-take-theirs", article))


def test_the_three_sides(as_alice, contested):
    page = text(as_alice.get(LIST))
    assert "Old name" in page
    assert "Old <mark>&lt;b&gt;lighthouse&lt;/b&gt;</mark>" in page
    assert "<mark>40</mark>" in page
    assert "A quarry becomes a battery" in page


@pytest.mark.parametrize("field", ["topics", "images", "state", "excerpt"])
def test_every_kind_of_field(as_alice, field):
    article = make_article(topics=[make_topic()], images=[make_image()])
    values = {"topics": ["A"], "images": ["/a.jpg"], "state": "unpublished", "excerpt": "A"}
    contest(article, field, None, values[field])
    assert as_alice.get(LIST).status_code == 200


def test_nothing_is_open(as_alice):
    assert "No conflict is open" in text(as_alice.get(LIST))


def test_after_one_the_next_comes_up(as_alice, contested):
    rows = as_alice.get(LIST).context["rows"]
    first, second = rows[0].fields
    assert (first.following, second.following) == (second.conflict.pk, None)
    target = f"{LIST}#conflict-{second.conflict.pk}"
    fields = {"version": contested.version, "next": target}
    done = as_alice.post(reverse("desk:conflict-keep-ours", args=[first.conflict.pk]), fields)
    assert done.headers["Location"] == target


def test_pages(as_alice, monkeypatch):
    monkeypatch.setattr(side_by_side, "PAGE_SIZE", 1)
    one, two = make_article(), make_article()
    contest(one), contest(two)
    first = as_alice.get(LIST)
    assert [row.article for row in first.context["rows"]] == [two]
    second = as_alice.get(LIST, {"after": first.context["page"].after})
    assert [row.article for row in second.context["rows"]] == [one]


def test_queries_do_not_grow_with_rows(as_alice, django_assert_max_num_queries):
    for _ in range(5):
        contest(make_article(topics=[make_topic()], images=[make_image()]), "topics", [], ["A"])
    with django_assert_max_num_queries(8):
        as_alice.get(LIST)


def test_ours_stays_everywhere(as_alice, contested):
    assert post(as_alice, "article-keep-ours", contested).status_code == 302
    contested.refresh_from_db()
    assert (contested.title, contested.quality) == ("A quarry becomes a battery", 82)
    assert not contested.conflicts.exists()
    assert contested.events.count() == 1


def test_theirs_comes_everywhere(as_alice, contested, alice):
    assert post(as_alice, "article-take-theirs", contested).status_code == 302
    contested.refresh_from_db()
    assert (contested.title, contested.quality) == ("Old <b>lighthouse</b>", 40)
    assert contested.decided_by == alice
    assert not contested.conflicts.exists()


def test_the_toast_undoes_it(as_alice, contested):
    post(as_alice, "article-take-theirs", contested, next=LIST)
    group = contested.events.get().group
    assert str(group) in text(as_alice.get(LIST))
    as_alice.post(reverse("desk:undo"), {"group": group})
    contested.refresh_from_db()
    assert (contested.title, contested.quality) == ("A quarry becomes a battery", 82)


@pytest.mark.parametrize("name", ["article-keep-ours", "article-take-theirs"])
def test_a_stale_version_changes_nothing(as_alice, contested, name):
    assert stale(as_alice, name, contested).status_code == 409
    assert contested.conflicts.count() == 2


@pytest.mark.parametrize("name", ["article-keep-ours", "article-take-theirs"])
def test_without_a_conflict_there_is_nothing_to_settle(as_alice, article, name):
    assert post(as_alice, name, article).status_code == 422


def test_marked_words():
    assert marked("a new day", "an old day") == [
        Span("a new", Tag.CAME),
        Span(" day"),
    ]
    assert marked("same", "same") == [Span("same")]
    assert marked("", "gone") == []
