from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape

from articles.desk.queue import listing as view
from articles.models import Article, Conflict, Review
from tests.desk.pages import HTMX, shown, text
from tests.factories import NOON, make_article, make_image, make_link, make_topic
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(view, "PAGE_SIZE", 2)


def make_full(count):
    for _ in range(count):
        article = make_article(topics=[make_topic()], images=[make_image()])
        make_link(article)
        Conflict.objects.create(article=article, field="title", at=NOON)


def test_doors(doors):
    doors("/desk/", "get")


def test_shows_what_needs_review_newest_first(as_alice):
    for title in ("first", "second"):
        make_article(title=title)
    make_article(title="done", review=Review.REVIEWED)
    response = as_alice.get("/desk/")
    assert shown(response) == ["first", "second"]
    assert "80 ≥ 70: published by the rule" in text(response)


def test_a_story_dated_ahead_says_until_when_it_waits(as_alice):
    make_article(title="ahead", published_at=timezone.now() + timedelta(days=400))
    page = text(as_alice.get("/desk/"))
    assert "<span>until " in page
    assert '<span class="status">Waits</span>' in page


def test_without_articles_it_says_so(as_alice):
    assert "Nothing waits." in text(as_alice.get("/desk/"))
    assert "matches these filters" in text(as_alice.get("/desk/?q=quarry"))


def test_shows_another_queue(as_alice):
    make_article(title="waiting")
    make_article(title="no", review=Review.REJECTED)
    assert shown(as_alice.get("/desk/?queue=decided-rejected")) == ["no"]
    assert set(shown(as_alice.get("/desk/?queue=all"))) == {"waiting", "no"}


@pytest.mark.parametrize(
    ("sort", "first"),
    [("newest", "new"), ("quality", "good"), ("heat", "hot"), ("imported", "new"), ("x", "new")],
)
def test_sorts(as_alice, sort, first):
    make_article(title="good", quality=99, heat=99)
    make_article(title="hot", quality=10, heat=150)
    make_article(title="new", quality=10, heat=10, published_at=NOON)
    assert shown(as_alice.get(f"/desk/?sort={sort}"))[0] == first


def test_pages_meet_without_gap_or_overlap(as_alice, small_pages):
    for number in range(5):
        make_article(title=str(number))
    titles, address = [], "/desk/"
    while address:
        response = as_alice.get(address)
        titles += shown(response)
        address = response.context["more"]
    assert titles == ["0", "1", "2", "3", "4"]


def test_pages_lead_back_to_the_first(as_alice, small_pages):
    for number in range(5):
        make_article(title=str(number))
    first = as_alice.get("/desk/")
    last = as_alice.get(as_alice.get(first.context["more"]).context["more"])
    assert (first.context["less"], shown(last)) == ("", ["4"])
    before = as_alice.get(last.context["less"])
    assert shown(before) == ["2", "3"]
    assert "after=" not in before.context["less"]
    assert before.context["less"].startswith("/desk/?asof=")
    assert before.context["more"] != ""


def test_a_page_of_which_all_has_left_the_list_is_the_one_before(as_alice, small_pages):
    for number in range(4):
        make_article(title=str(number))
    address = as_alice.get("/desk/").context["more"]
    Article.objects.filter(title__in=["2", "3"]).delete()
    assert shown(as_alice.get(address)) == ["0", "1"]


def test_a_page_above_is_rows_alone(as_alice, small_pages):
    for number in range(4):
        make_article(title=str(number))
    headers = {**HTMX, "HX-Target": "less"}
    response = as_alice.get(as_alice.get("/desk/").context["more"], headers=headers)
    assert shown(response) == ["2", "3"]
    assert '<li id="less">' in text(response)
    assert 'class="tools"' not in text(response)
    assert response["HX-Push-Url"] == "false"


def test_a_mangled_cursor_starts_from_the_top(as_alice):
    make_article(title="here")
    for cursor in ("x", "~", "2026-11-20~1~2", f"2026-11-20T12:00:00+00:00~{10**30}"):
        assert shown(as_alice.get("/desk/", {"after": cursor})) == ["here"]


def test_counts_are_beside_each_queue(as_alice):
    make_article()
    make_article(quality=None)
    counts = as_alice.get("/desk/").context["counts"]
    assert (counts["waiting"], counts["unscored"], counts["decided"]) == ("2", "1", "0")


@pytest.mark.parametrize("queue", ["waiting", "unscored", "rule", "decided-published", "all"])
def test_the_heading_counts_as_the_sidebar_does(as_alice, queue):
    for fields in ({}, {"quality": None}, {"review": Review.REVIEWED}):
        make_article(**fields)
    context = as_alice.get(f"/desk/?queue={queue}").context
    assert context["count"] == context["counts"][queue] == str(len(context["rows"]))
    assert as_alice.get(f"/desk/?queue={queue}", headers=HTMX).context["count"] == context["count"]


def test_the_heading_of_a_filtered_list_counts_what_is_listed(as_alice):
    for quality in (90, 100):
        make_article(quality=quality)
    assert as_alice.get("/desk/?at_least=95").context["count"] == "1"


def test_chips_drop_one_filter_and_keep_the_others(as_alice):
    chips = as_alice.get("/desk/?queue=all&at_least=60&picture=no&after=x&at=3").context["chips"]
    assert chips == [
        ("Score from: 60", "/desk/?queue=all&picture=no"),
        ("Picture: No", "/desk/?queue=all&at_least=60"),
    ]


def test_the_pane_shows_the_selected_article(as_alice):
    make_article(title="first")
    other = make_article(title="second")
    assert as_alice.get("/desk/").context["selected"].article.title == "first"
    assert as_alice.get(f"/desk/?at={other.pk}").context["selected"].article.pk == other.pk


@pytest.mark.parametrize("at", ["x", "-1", "999999", "9" * 30, "²"])
def test_an_odd_selection_is_the_first(as_alice, at):
    make_article(title="first")
    assert as_alice.get("/desk/", {"at": at}).context["selected"].article.title == "first"


def test_a_row_is_selected_in_the_same_list(as_alice, small_pages):
    for number in range(5):
        make_article(title=str(number))
    address = as_alice.get("/desk/?queue=all&sort=quality&at_least=60").context["more"]
    page = as_alice.get(address)
    at = page.context["at"]
    assert f'href="{escape(at)}' in text(page)
    selected = as_alice.get(f"/desk/{at}{page.context['rows'][1].article.pk}")
    assert selected.context["selected"].article.title == shown(page)[1]
    assert shown(selected) == shown(page)


def test_an_article_outside_the_list_can_be_read(as_alice):
    make_article()
    done = make_article(title="done", review=Review.REVIEWED)
    response = as_alice.get(f"/desk/?at={done.pk}")
    assert response.context["selected"].article.pk == done.pk
    assert "done" not in shown(response)


def test_htmx_gets_the_list_alone_and_a_clean_address(as_alice):
    make_article()
    response = as_alice.get("/desk/?queue=all&q=&topic=&at_least=60", headers=HTMX)
    assert "<html" not in text(response)
    assert 'id="rows"' in text(response)
    assert response["HX-Push-Url"] == "/desk/?queue=all&at_least=60"


def test_htmx_gets_the_next_rows_alone(as_alice, small_pages):
    for _ in range(3):
        make_article()
    more = as_alice.get("/desk/").context["more"]
    response = as_alice.get(more, headers={**HTMX, "HX-Target": "more"})
    assert text(response).strip().startswith("<li")
    assert response["HX-Push-Url"] == "false"


def test_a_page_out_of_the_history_is_whole(as_alice):
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    assert "<html" in text(as_alice.get("/desk/", headers=headers))


def test_takes_as_many_queries_for_20_rows_as_for_10(as_alice):
    make_full(10)
    as_alice.get("/desk/")
    ten = count_queries(as_alice, "/desk/")
    make_full(10)
    assert count_queries(as_alice, "/desk/") == ten


def test_texts_are_escaped(as_alice):
    make_article(title="<script>alert(1)</script>", excerpt="<img src=x onerror=alert(1)>")
    page = text(as_alice.get("/desk/?q=%3Cscript%3E&queue=all"))
    page += text(as_alice.get("/desk/"))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "q=<script>" not in page


def test_the_meter_has_one_scale_and_the_threshold_at_its_place(as_alice, settings):
    settings.QUALITY_THRESHOLD = 90
    make_article(quality=189)
    page = text(as_alice.get("/desk/"))
    assert '<rect width="94.5%"/>' in page
    assert '<rect class="mark-at" x="45%"/>' in page
    figures = as_alice.get("/desk/").context["selected"].figures
    assert figures == [("0", 0), ("45", 90), ("75", 150), ("100", 200)]


def test_beyond_its_end_the_meter_is_full(as_alice):
    make_article(quality=4000)
    assert '<rect width="100%"/>' in text(as_alice.get("/desk/"))
