import pytest
from django.urls import reverse
from django.utils import timezone

from articles.actions import articles
from articles.models import BulkJob, State
from tests.bulk.many import results
from tests.desk.bulk import propose, proposed
from tests.desk.pages import text
from tests.factories import make_article, make_topic

PAGE = reverse("desk:bulk-propose")


def test_doors(doors, db):
    doors(PAGE)


def test_picked_rows(as_alice, alice):
    first, second, _ = (make_article() for _ in range(3))
    response = propose(as_alice, first, second)
    job = BulkJob.objects.get()
    assert response["Location"] == f"/desk/bulk/{job.pk}/"
    assert (job.what, job.by, job.total, job.query) == ("publish", alice, 2, "")


def test_picks_in_one_field(as_alice):
    stories = [make_article() for _ in range(3)]
    pick = ",".join(f"{story.pk}.1" for story in stories)
    assert proposed(as_alice, pick=pick).total == 3


def test_all_that_match_a_filter(as_alice):
    topic = make_topic(slug="energy")
    for _ in range(2):
        make_article(topics=[topic])
    make_article()
    query = "queue=all&topic=energy&sort=heat&after=x&at=3"
    job = proposed(as_alice, all="1", query=query)
    assert (job.query, job.total) == ("queue=all&topic=energy&sort=heat", 2)


def test_all_that_match_a_queue(as_alice):
    make_article(quality=1000)
    make_article(quality=None)
    assert proposed(as_alice, all="1", query="queue=unscored").total == 1


def test_what_others_changed_since_the_list_was_shown(as_alice, bob):
    story, _ = make_article(), make_article()
    seen = timezone.now().isoformat()
    articles.score(article=story, by=bob, version=1, quality=99)
    job = proposed(as_alice, all="1", query="queue=all", seen=seen)
    assert results(job) == {"waiting": 1, "changed: changed by Bob": 1}


@pytest.mark.parametrize("seen", ["", "x", "9999-12-31T23:59:59-12:00", "2999-01-01"])
def test_a_time_that_cannot_be(as_alice, seen):
    make_article()
    assert proposed(as_alice, all="1", query="queue=all", seen=seen).seen_at <= timezone.now()


@pytest.mark.parametrize(
    ("fields", "arguments"),
    [
        ({"what": "score", "quality": "70"}, {"quality": 70}),
        ({"what": "reject", "reason": "Seen before"}, {"reason": "Seen before"}),
        ({"what": "agree", "quality": "70"}, {}),
    ],
)
def test_arguments(as_alice, fields, arguments):
    assert proposed(as_alice, make_article(), **fields).arguments == arguments


def test_topics(as_alice):
    topic = make_topic()
    job = proposed(as_alice, make_article(), what="add-topic", topic=topic.name.upper())
    assert job.arguments == {"topic": topic.pk}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"what": "burn"}, "Select a valid choice"),
        ({"what": "undo"}, "Select a valid choice"),
        ({"what": "score"}, "Write the score"),
        ({"what": "score", "quality": "x"}, "Enter a whole number"),
        ({"what": "add-topic"}, "Choose the topic"),
        ({"what": "remove-topic", "topic": "Nowhere"}, "There is no topic “Nowhere”"),
        ({"pick": ""}, "Nothing is picked"),
        ({"pick": "x"}, "cannot be read"),
        ({"pick": "1.x"}, "cannot be read"),
        ({"pick": "99999999999999999999.1"}, "cannot be read"),
    ],
)
def test_invalid(as_alice, fields, said):
    make_article(state=State.UNPUBLISHED)
    response = as_alice.post(PAGE, {"what": "publish", "pick": "1.1", **fields}, follow=True)
    assert response.redirect_chain == [("/desk/", 302)]
    assert said in text(response)
    assert not BulkJob.objects.exists()


def test_back_to_the_list_that_it_came_from(as_alice):
    response = as_alice.post(PAGE, {"what": "publish", "next": "/desk/?queue=all"})
    assert response["Location"] == "/desk/?queue=all"
