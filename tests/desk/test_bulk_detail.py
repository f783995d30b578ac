import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.actions import articles
from articles.bulk import actions
from articles.models import BulkAct, State
from tests.bulk import many
from tests.desk.bulk import done, proposed, started, url
from tests.desk.pages import HTMX, text
from tests.factories import make_article, make_topic

HELD = State.UNPUBLISHED


def words(response):
    return " ".join(text(response).split())


def parts(job, client):
    effect = client.get(url("bulk-detail", job)).context["shown"].effect
    return {part.stands: part.count for part in effect.parts}, effect.gained


def test_doors(doors, as_alice):
    job = proposed(as_alice, make_article())
    doors(url("bulk-detail", job), "get")
    doors(url("bulk-progress", job), "get")


def test_the_effect_stands_in_numbers(as_alice, alice, bob):
    plain, by_rule, pinned, changed, rejected = (
        make_article(state=state) for state in (HELD, "published", "published", HELD, HELD)
    )
    articles.publish(article=pinned, by=bob, version=1)
    articles.reject(article=rejected, by=bob, version=1)
    pinned.refresh_from_db()
    rejected.refresh_from_db()
    articles.score(article=changed, by=bob, version=1, quality=3)
    job = proposed(as_alice, plain, by_rule, pinned, changed, rejected)
    assert parts(job, as_alice) == (
        {
            "held by rule or seed": 1,
            "held or rejected by a person": 1,
            "public already by rule or seed": 1,
            "published and pinned already": 1,
        },
        2,
    )
    page = words(as_alice.get(url("bulk-detail", job)))
    assert "2 articles go public" in page
    assert "changed by Bob" in page
    assert "Publish 5 <kbd" in page


@pytest.mark.parametrize(
    ("what", "arguments", "gained", "stands"),
    [
        (BulkAct.UNPUBLISH, {}, 1, ["held already by rule or seed", "public by rule or seed"]),
        (BulkAct.AGREE, {}, 2, ["held by rule or seed", "public by rule or seed"]),
        (BulkAct.REJECT, {}, 2, ["held", "public"]),
        (BulkAct.SCORE, {"quality": 7}, 2, ["by rule or seed"]),
    ],
)
def test_each_act_has_its_effect(as_alice, alice, what, arguments, gained, stands):
    make_article()
    make_article(state=HELD)
    found = parts(many.proposed(alice, what, **arguments), as_alice)
    assert (sorted(found[0]), found[1]) == (stands, gained)


@pytest.mark.parametrize(
    ("what", "effect"),
    [
        (
            BulkAct.PUBLISH,
            [
                (1, "published already, dated ahead", False),
                (1, "held, dated ahead", False),
            ],
        ),
        (
            BulkAct.UNPUBLISH,
            [
                (1, "published, dated ahead", False),
                (1, "held already by rule or seed", False),
            ],
        ),
    ],
)
def test_what_is_dated_ahead_is_neither_public_nor_goes_public(as_alice, alice, what, effect):
    later = timezone.now() + timezone.timedelta(days=8)
    for state in ("published", HELD):
        make_article(state=state, published_at=later)
    shown = as_alice.get(url("bulk-detail", many.proposed(alice, what))).context["shown"].effect
    assert [(part.count, part.stands, part.gains) for part in shown.parts] == effect


@pytest.mark.parametrize(
    ("what", "arguments", "one", "several"),
    [
        (BulkAct.PUBLISH, {}, "1 article goes public", "2 articles go public"),
        (BulkAct.UNPUBLISH, {}, "1 article leaves the site", "2 articles leave the site"),
        (BulkAct.AGREE, {}, "1 article gets pinned as it is", "2 articles get pinned as they are"),
        (BulkAct.REJECT, {}, "1 article is rejected", "2 articles are rejected"),
        (BulkAct.SCORE, {"quality": 7}, "1 article gets the score 7", "2 articles get the score 7"),
    ],
)
def test_the_headline_is_a_sentence_for_one_and_for_several(
    as_alice, alice, what, arguments, one, several
):
    for said in (one, several):
        make_article(state=HELD if what == BulkAct.PUBLISH else State.PUBLISHED)
        job = many.proposed(alice, what, **arguments)
        assert f"<h1>{said}</h1>" in words(as_alice.get(url("bulk-detail", job)))


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1 article changes, 0 leave the site"), (2, "2 articles change, 0 leave the site")],
)
def test_also_where_nothing_is_gained(as_alice, alice, number, said):
    for _ in range(number):
        make_article(state=HELD)
    job = many.proposed(alice, BulkAct.UNPUBLISH)
    assert f"<h1>{said}</h1>" in words(as_alice.get(url("bulk-detail", job)))


def test_the_result_says_that_it_was_undone(as_alice, alice):
    job = done(as_alice, make_article(state=HELD))
    undo = actions.undo(job=job, by=alice)
    assert "1 published; being undone" in words(as_alice.get(url("bulk-detail", job)))
    many.worked(undo)
    page = words(as_alice.get(url("bulk-detail", job)))
    assert "1 published; undone since" in page
    assert f'<a href="/desk/bulk/{undo.pk}/">What undid it</a>' in page
    assert "Undo 1" not in page
    assert "Publishing 1" not in page


def test_effects_on_topics(as_alice, alice):
    topic = make_topic(name="Energy")
    make_article(topics=[topic])
    make_article()
    add = many.proposed(alice, BulkAct.ADD_TOPIC, topic=topic.pk)
    remove = many.proposed(alice, BulkAct.REMOVE_TOPIC, topic=topic.pk)
    named = {"not filed under “Energy”": 1}
    assert parts(add, as_alice) == ({**named, "filed under “Energy” already": 1}, 1)
    assert parts(remove, as_alice) == ({**named, "filed under “Energy”": 1}, 1)
    assert "Add topic “Energy” 2" in words(as_alice.get(url("bulk-detail", add)))
    topic.delete()
    assert "that is gone" in words(as_alice.get(url("bulk-detail", add)))


def test_the_effect_is_what_then_happens(as_alice, alice):
    for state in ("published", "unpublished", "unset"):
        make_article(state=state)
        articles.publish(article=make_article(state=state), by=alice, version=1)
    for what in (BulkAct.UNPUBLISH, BulkAct.PUBLISH, BulkAct.AGREE, BulkAct.REJECT):
        job = many.proposed(alice, what)
        effect = as_alice.get(url("bulk-detail", job)).context["shown"].effect
        acting = sum(part.count for part in effect.parts if part.acts)
        assert many.results(many.done(alice, what)).get("done", 0) == acting


def test_the_filter_is_named(as_alice):
    make_topic(slug="energy", name="Energy")
    make_article()
    job = proposed(as_alice, all="1", query="queue=all&picture=no")
    page = words(as_alice.get(url("bulk-detail", job)))
    assert "All articles</span>" in page
    assert "Picture: No</span>" in page


def test_while_it_runs(as_alice):
    job = started(as_alice, make_article(state=HELD))
    page = words(as_alice.get(url("bulk-detail", job)))
    assert f'hx-get="/desk/bulk/{job.pk}/progress/"' in page
    assert "Stop <kbd" in page
    part = as_alice.get(url("bulk-progress", job), headers=HTMX)
    assert "0 of 1, Begins in a moment." in words(part)
    assert "<main" not in text(part)


def test_progress_says_how_long_and_whether_it_is_stuck(as_alice):
    job = started(as_alice, make_article(state=HELD))
    began = timezone.now() - timezone.timedelta(seconds=60)
    type(job).objects.update(started_at=began)
    assert "Is the worker running?" in text(as_alice.get(url("bulk-progress", job)))
    type(job).objects.update(done=60, total=120)
    assert "about 60 seconds left, 1 a second" in words(as_alice.get(url("bulk-progress", job)))


def test_once_it_is_over_the_page_takes_the_place_of_the_progress(as_alice):
    job = done(as_alice, make_article(state=HELD))
    response = as_alice.get(url("bulk-progress", job), headers=HTMX)
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#job", "outerHTML")
    assert "1 published" in words(response)


def test_the_result_says_what_was_left_alone_and_why(as_alice, bob):
    story, other = make_article(title="Left", state=HELD), make_article(state=HELD)
    job = started(as_alice, story, other)
    articles.reject(article=story, by=bob, version=1)
    page = words(as_alice.get(url("bulk-detail", many.worked(job))))
    assert "1 published, 1 left alone" in page
    assert f'<a href="/desk/articles/{story.pk}/" dir="auto">Left</a>' in page
    assert "changed by Bob just now" in page
    assert f"/desk/articles/{other.pk}/" not in page
    assert "Undo 1" in page


def test_each_end_has_its_list(as_alice):
    story, gone = make_article(state=HELD), make_article(title="Deleted", state=HELD)
    job = started(as_alice, story, gone)
    gone.delete()
    page = url("bulk-detail", many.worked(job))
    assert "Deleted</span>" in text(as_alice.get(page))
    assert "Deleted</span>" in text(as_alice.get(f"{page}?show=gone"))
    assert f"/desk/articles/{story.pk}/" in text(as_alice.get(f"{page}?show=done"))
    assert as_alice.get(f"{page}?show=x&after=y").status_code == 200


def test_long_lists_have_pages(as_alice, monkeypatch):
    monkeypatch.setattr("articles.desk.bulk.listed.PAGE_SIZE", 2)
    job = done(as_alice, *(make_article(state=HELD) for _ in range(3)))
    page = f"{url('bulk-detail', job)}?show=done"
    listed = as_alice.get(page).context["listed"]
    assert len(listed.items) == 2
    assert len(as_alice.get(f"{page}&after={listed.more}").context["listed"].items) == 1


def test_what_failed_says_so(as_alice, alice):
    job = started(as_alice, make_article(state=HELD))
    alice.groups.clear()
    many.worked(job)
    alice.groups.add(many.editors())
    page = text(as_alice.get(url("bulk-detail", job)))
    assert "alice may not review any more." in page
    assert "1 not reached" in " ".join(page.split())


def test_an_unknown_one_is_not_found(as_alice):
    assert as_alice.get("/desk/bulk/99/").status_code == 404


@pytest.mark.parametrize("state", ["proposed", "done"])
def test_the_number_of_queries_does_not_grow(as_alice, state):
    counts = []
    for number in (10, 20, 50):
        stories = [make_article(state=HELD) for _ in range(number)]
        job = (done if state == "done" else proposed)(as_alice, *stories)
        with CaptureQueriesContext(connection) as queries:
            as_alice.get(f"{url('bulk-detail', job)}?show=done")
        counts.append(len(queries))
    assert len(set(counts)) == 1
