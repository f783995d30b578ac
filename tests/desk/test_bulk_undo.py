"""What was done to many articles is taken back from wherever acts are."""

from uuid import uuid4

from articles.bulk import run
from articles.models import Article, BulkJob, State
from tests.bulk.many import now, worked
from tests.desk.bulk import done, started, url
from tests.desk.pages import HTMX, text
from tests.factories import make_article

HELD = State.UNPUBLISHED
LAST = "/desk/undo/last/"


def stories(number=2):
    return [make_article(state=HELD) for _ in range(number)]


def held():
    return Article.objects.filter(state=HELD).count()


def test_undo_last_takes_it_back_in_the_background(as_alice):
    done(as_alice, *stories())
    response = as_alice.post(LAST, {"key": uuid4()}, headers=HTMX)
    assert "Undoing, in the background: published 2 articles" in text(response)
    assert held() == 0
    worked(BulkJob.objects.latest("pk"))
    assert held() == 2


def test_the_message_says_when_it_is_done(as_alice, doors):
    job = done(as_alice, *stories())
    response = as_alice.post(LAST, {"key": uuid4()}, headers=HTMX)
    undo = BulkJob.objects.latest("pk")
    said = url("bulk-said", undo)
    assert f'hx-get="{said}"' in text(response)
    assert "Undoing, in the background, 0 %: published 2 articles" in text(as_alice.get(said))
    worked(undo)
    assert "Undone: published 2 articles" in text(as_alice.get(said))
    assert "hx-get" not in text(as_alice.get(said))
    assert as_alice.get(url("bulk-said", job)).status_code == 404
    doors(said, "get")


def test_undo_last_then_walks_on(as_alice):
    for _ in range(2):
        done(as_alice, *stories())
    for _ in range(2):
        as_alice.post(LAST, {"key": uuid4()}, headers=HTMX)
    for job in BulkJob.objects.filter(what="undo"):
        worked(job)
    assert held() == 4
    response = as_alice.post(LAST, {"key": uuid4()}, headers=HTMX)
    assert "Nothing left to undo today" in text(response)


def test_sent_twice_it_is_one(as_alice):
    done(as_alice, *stories())
    key = uuid4()
    for _ in range(2):
        response = as_alice.post(LAST, {"key": key}, headers=HTMX)
        assert "Undoing, in the background" in text(response)
    assert BulkJob.objects.filter(what="undo").count() == 1


def test_what_still_goes_on_is_stopped_first(as_alice, monkeypatch):
    monkeypatch.setattr(run, "CHUNK", 1)
    job = started(as_alice, *stories())
    run.portion(job.pk)
    response = as_alice.post(LAST, {"key": uuid4()}, headers=HTMX)
    assert (response.status_code, "stop it first" in text(response)) == (422, True)
    assert now(job).state == "running"


def test_by_its_act(as_alice, as_bob):
    job = done(as_alice, *stories())
    response = as_bob.post("/desk/undo/", {"group": job.act, "key": uuid4()}, headers=HTMX)
    assert "Undoing, in the background" in text(response)


def test_todays_acts_lead_to_its_page(as_alice):
    job = done(as_alice, *stories())
    page = text(as_alice.get("/desk/acts/"))
    assert f'href="/desk/bulk/{job.pk}/"' in page
    assert "published 2 articles" in page
