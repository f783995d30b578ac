from datetime import timedelta

import pytest
from django.utils import timezone

from articles.desk.sources import figures
from articles.figures import counting
from articles.models import Event
from tests.desk.pages import shown, text
from tests.desk.sources import post, source_url
from tests.factories import make_article, make_provider
from tests.figures.decided import decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def halyard(db):
    return make_provider(name="R&amp;D <Weekly>", domain="rd.example")


def counted(client, provider):
    counting.count(timezone.now())
    return client.get(source_url("detail", provider))


def test_doors(doors, halyard):
    doors(source_url("detail", halyard), "get")


def test_an_unknown_source(as_alice):
    assert as_alice.get("/desk/sources/999/").status_code == 404


def test_says_what_it_sends_day_by_day_with_the_articles(as_alice, halyard):
    for days in (1, 1, 2, 5, 6):
        moment = timezone.now() - timedelta(days=days)
        make_article(provider=halyard, published_at=moment)
    response = counted(as_alice, halyard)
    page = text(response)
    assert "R&amp;D &lt;Weekly&gt;" in page
    assert "5 stories, usually one a day; readers see 5." in page
    yesterday = response.context["figures"].days[-2]
    assert (yesterday.came, yesterday.public) == (2, 2)
    assert len(shown(as_alice.get(yesterday.whole))) == 2
    assert len(shown(as_alice.get(yesterday.seen))) == 2


def test_the_running_day_is_drawn_as_such(as_alice, halyard):
    make_article(provider=halyard, published_at=timezone.now())
    chart = counted(as_alice, halyard).context["chart"]
    assert [bar.column.running for bar in chart.bars] == [False] * 29 + [True]


def test_says_what_people_made_of_it(as_alice, alice, halyard):
    decide(60, alice, timezone.now(), provider=halyard, quality=90, published_at=timezone.now())
    response = counted(as_alice, halyard)
    figures = response.context["figures"]
    assert (figures.decided, figures.held, figures.published) == (1, 1, 0)
    assert "90 → 60" in text(response)
    for name in ("decided", "held"):
        assert len(shown(as_alice.get(figures.links[name]))) == 1


def test_before_anything_is_counted(as_alice, halyard):
    page = text(as_alice.get(source_url("detail", halyard)))
    assert "Not counted yet" in page
    assert "Nothing yet" in page


def test_old_figures_stay_under_their_own_days(as_alice, halyard):
    then = timezone.now() - timedelta(days=3)
    make_article(provider=halyard, published_at=then)
    counting.count(then)
    response = as_alice.get(source_url("detail", halyard))
    assert response.context["figures"].days[-1].date == then.date()


def test_its_history_has_an_undo_where_editors_may(as_alice, halyard):
    post(as_alice, "note", halyard, note="x")
    event = Event.objects.get()
    assert str(event.group) in text(as_alice.get(source_url("detail", halyard)))
    as_alice.post("/desk/undo/", {"group": event.group})
    page = text(as_alice.get(source_url("detail", halyard)))
    assert "<s>Alice noted “x”</s>" in page


@pytest.mark.parametrize(
    ("usual", "words"),
    [(0, ""), (9.2, "9 a day"), (1.2, "one a day"), (0.7, "one a day"), (0.25, "one every 4 days")],
)
def test_says_what_is_usual(usual, words):
    assert figures.a_day(usual) == words


def test_takes_few_queries_whatever_the_history(as_alice, halyard, django_assert_max_num_queries):
    for count in range(12):
        halyard.version = count + 1
        post(as_alice, "note", halyard, note=f"{count}")
    counted(as_alice, halyard)  # and its messages are read
    with django_assert_max_num_queries(9):
        as_alice.get(source_url("detail", halyard))
