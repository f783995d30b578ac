"""What the page of an act on many articles lists one by one, and what is done with those listed."""

import pytest

from articles.actions import articles
from articles.models import BulkAct, BulkJob, State
from tests.bulk import many
from tests.bulk.many import results
from tests.desk.bulk import act, done, proposed, started, url
from tests.desk.pages import text
from tests.factories import make_article
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

HELD = State.UNPUBLISHED


def words(response):
    return " ".join(text(response).split())


@pytest.fixture
def job(as_alice, alice, bob):
    """One published, one so already, two that Bob changed, one that Alice did, and one gone."""
    titles = ("Done", "So", "Bob's", "Bob's too", "Alice's", "Gone")
    stories = [make_article(title=title, state=HELD) for title in titles]
    articles.publish(article=stories[1], by=bob, version=1)
    stories[1].refresh_from_db()
    job = started(as_alice, *stories)
    for story, by in ((stories[2], bob), (stories[3], bob), (stories[4], alice)):
        articles.reject(article=story, by=by, version=1)
    stories[5].delete()
    return many.worked(job)


def page(job, query=""):
    return f"{url('bulk-detail', job)}?{query}"


def titles(client, job, query):
    listed = client.get(page(job, query)).context["listed"]
    return [item.title for item in listed.items]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Bob's", "Bob's too", "Alice's", "Gone"]),
        ("show=left", ["Bob's", "Bob's too", "Alice's", "Gone"]),
        ("show=done", ["Done"]),
        ("show=already", ["So"]),
        ("show=changed", ["Bob's", "Bob's too", "Alice's"]),
        ("show=changed&why=changed+by+Bob", ["Bob's", "Bob's too"]),
        ("show=changed&why=x", []),
        ("show=all", ["Done", "So", "Bob's", "Bob's too", "Alice's", "Gone"]),
        ("show=x&why=changed+by+Bob", ["Bob's", "Bob's too", "Alice's", "Gone"]),
    ],
)
def test_lists_each_end_and_each_reason(as_alice, job, query, found):
    assert titles(as_alice, job, query) == found


def test_each_row_says_what_came_of_it(as_alice, job):
    shown = words(as_alice.get(page(job, "show=all")))
    assert '>Done</a> <small dir="auto">published</small>' in shown
    assert '>So</a> <small dir="auto">already so</small>' in shown
    assert "left alone: changed by Bob just now</small>" in shown
    assert '>Gone</span> <small dir="auto">left alone: gone</small>' in shown


def test_reasons_lead_to_their_list(as_alice, job):
    shown = as_alice.get(page(job, "show=changed&why=changed+by+Bob"))
    assert '<a href="?show=changed&amp;why=changed+by+Bob#items" aria-current="true">' in words(
        shown
    )
    assert "2 changed by Bob</h2>" in words(shown)


def test_where_nothing_was_left_alone_all_of_it_is_listed(as_alice):
    finished = done(as_alice, make_article(title="Done", state=HELD))
    assert titles(as_alice, finished, "") == ["Done"]
    assert "again…" not in text(as_alice.get(page(finished)))


def test_pages_keep_their_filter(as_alice, job, monkeypatch):
    monkeypatch.setattr("articles.desk.bulk.listed.PAGE_SIZE", 1)
    query = "show=changed&why=changed+by+Bob"
    first = as_alice.get(page(job, query))
    assert "2 changed by Bob" in words(first)
    more = first.context["listed"].more
    assert f'href="?show=changed&amp;why=changed+by+Bob&amp;after={more}#items"' in text(first)
    second = as_alice.get(page(job, f"{query}&after={more}"))
    assert [item.title for item in second.context["listed"].items] == ["Bob's too"]
    assert "To the first" in text(second)


def test_costs_few_queries(as_alice, job):
    assert count_queries(as_alice, page(job, "show=all")) <= 12


def test_doors(doors, job):
    doors(url("bulk-picks", job), "get")
    doors(url("bulk-again", job))


def test_those_listed_can_be_picked_as_they_are_now(as_alice, job):
    shown = text(as_alice.get(f"{url('bulk-picks', job)}?show=left"))
    stories = [item.article for item in job.items.filter(result="changed").order_by("pk")]
    assert f'data-picks="{",".join(f"{story.pk}.2" for story in stories)}"' in shown
    link = f'data-picks-at="{url("bulk-picks", job)}?show=left"'
    assert link in text(as_alice.get(page(job)))


def test_picking_does_not_ask_more_for_more(as_alice):
    counts = set()
    for number in (2, 12):
        finished = done(as_alice, *(make_article(state=HELD) for _ in range(number)))
        counts.add(count_queries(as_alice, url("bulk-picks", finished)))
    assert len(counts) == 1


def test_those_left_alone_are_proposed_anew(as_alice, job):
    response = as_alice.post(f"{url('bulk-again', job)}?show=changed&why=changed+by+Bob")
    anew = BulkJob.objects.latest("pk")
    assert response.headers["Location"] == url("bulk-detail", anew)
    assert (anew.what, anew.state) == ("publish", "proposed")
    assert results(anew) == {"waiting": 2}
    act(as_alice, "bulk-start", anew, count=2)
    assert results(many.worked(anew)) == {"done": 2}


def test_with_what_it_was_told(as_alice, bob):
    story = make_article()
    job = started(as_alice, story, what="score", quality="90")
    articles.publish(article=story, by=bob, version=1)
    as_alice.post(url("bulk-again", many.worked(job)))
    assert BulkJob.objects.latest("pk").arguments == {"quality": 90}


def test_what_is_gone_is_not_proposed(as_alice, job):
    response = as_alice.post(f"{url('bulk-again', job)}?show=gone")
    assert response.status_code == 409
    assert "None of these articles is here any more." in text(response)


def test_an_undo_is_not_done_anew(as_alice, alice):
    finished = done(as_alice, make_article(state=HELD))
    back = many.undone(alice, finished)
    assert as_alice.post(f"{url('bulk-again', back)}?show=done").status_code == 409
    assert back.what == BulkAct.UNDO


def test_a_proposal_lists_what_it_leaves_alone(as_alice, bob):
    story = make_article(title="Left", state=HELD)
    versions = make_article(title="Other", state=HELD)
    articles.score(article=story, by=bob, version=1, quality=3)
    proposal = proposed(as_alice, story, versions)
    assert titles(as_alice, proposal, "") == ["Left"]
    assert "Select these" not in text(as_alice.get(page(proposal)))
