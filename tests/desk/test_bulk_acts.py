"""An act on many articles is started, stopped and taken back from its page."""

from uuid import uuid4

from articles.actions import articles
from articles.models import Article, BulkJob, State
from tests.bulk.many import now, results, worked
from tests.desk.bulk import act, done, proposed, started, url
from tests.desk.pages import text
from tests.factories import make_article

HELD = State.UNPUBLISHED
QUERY = {"all": "1", "query": "queue=all&state=unpublished"}


def words(response):
    return " ".join(text(response).split())


def test_doors(doors, as_alice):
    job = proposed(as_alice, make_article())
    for name in ("bulk-start", "bulk-stop", "bulk-undo"):
        doors(url(name, job))


def test_start(as_alice, alice):
    job = proposed(as_alice, make_article(state=HELD))
    response = act(as_alice, "bulk-start", job, count=1)
    assert response["Location"] == url("bulk-detail", job)
    assert results(worked(job)) == {"done": 1}
    assert Article.objects.get().decided_by == alice


def test_start_without_a_count(as_alice):
    job = proposed(as_alice, make_article())
    wrong = [{"count": count} for count in ("x", "1.0", "1_0", "١")]
    for fields in ({}, *wrong, {"count": 1, "which": "x"}):
        response = act(as_alice, "bulk-start", job, **fields)
        assert response.status_code == 422
        assert "Nothing was done: reload the page and begin anew." in text(response)
    assert now(job).state == "proposed"


def test_never_more_than_were_said(as_alice):
    job = proposed(as_alice, make_article())
    response = act(as_alice, "bulk-start", job, count=2)
    assert response.status_code == 409
    assert "about 1 article, and not 2" in text(response)


def test_a_proposal_of_somebody_else(as_alice, as_bob):
    job = proposed(as_alice, make_article())
    assert act(as_bob, "bulk-start", job, count=1).status_code == 409
    assert now(job).state == "proposed"


def drifted(as_alice, bob):
    gone, _ = make_article(title="Went", state=HELD), make_article(state=HELD)
    job = proposed(as_alice, **QUERY)
    articles.publish(article=gone, by=bob, version=1)
    for title in ("Came", "Came too"):
        make_article(title=title, state=HELD)
    return job


def test_a_list_that_has_changed(as_alice, bob):
    job = drifted(as_alice, bob)
    response = act(as_alice, "bulk-start", job, count=2)
    assert response.status_code == 409
    page = words(response)
    assert "Now 3 match: 2 came, 1 went." in page
    assert "Came too</a>" in page
    assert "Bob published it, just now" in page
    assert "Publish the 1 I saw" in page
    assert "All 3" in page
    assert now(job).state == "proposed"


def test_after_that_those_that_were_seen(as_alice, bob):
    job = drifted(as_alice, bob)
    assert act(as_alice, "bulk-start", job, count=3, which="seen").status_code == 302
    assert results(worked(job)) == {"done": 1, "changed: changed by Bob": 1}
    assert Article.objects.filter(state=HELD).count() == 2


def test_after_that_all_there_are(as_alice, bob):
    job = drifted(as_alice, bob)
    act(as_alice, "bulk-start", job, count=3, which="now")
    assert results(worked(job)) == {"done": 3}


def test_started_twice_it_runs_once(as_alice):
    job = started(as_alice, make_article(state=HELD))
    response = act(as_alice, "bulk-start", job, count=1)
    assert (response.status_code, "running already" in text(response)) == (409, True)


def test_stop(as_alice, as_bob):
    job = started(as_alice, make_article(state=HELD))
    assert act(as_bob, "bulk-stop", job).status_code == 302
    assert worked(job).state == "stopped"
    assert "1 not reached" in words(as_alice.get(url("bulk-detail", job)))
    assert act(as_bob, "bulk-stop", job).status_code == 409


def test_undo(as_alice, as_bob):
    job = done(as_alice, make_article(state=HELD))
    response = act(as_bob, "bulk-undo", job, key=uuid4())
    back = BulkJob.objects.latest("pk")
    assert response["Location"] == url("bulk-detail", back)
    assert results(worked(back)) == {"done": 1}
    assert Article.objects.get().state == HELD
    assert "1 taken back" in words(as_bob.get(url("bulk-detail", back)))


def test_undo_sent_twice_is_one(as_alice):
    job, key = done(as_alice, make_article(state=HELD)), uuid4()
    pages = {act(as_alice, "bulk-undo", job, key=key)["Location"] for _ in range(2)}
    assert len(pages) == 1
    assert act(as_alice, "bulk-undo", job, key=uuid4()).status_code == 409


def test_undo_with_a_broken_key(as_alice):
    job = done(as_alice, make_article(state=HELD))
    assert act(as_alice, "bulk-undo", job, key="x").status_code == 422
