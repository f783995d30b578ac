from dataclasses import asdict, replace

import pytest

from articles.figures.numbers import Month
from articles.models import DayFigures
from articles.site import choices
from articles.site.choices import Choices
from tests.factories import NOON, make_topic
from tests.public.pages import text
from tests.queries import count_queries

NOTHING = Month(*[0] * 11)


@pytest.mark.django_db
def test_names_the_threshold_in_force(client, settings):
    settings.QUALITY_THRESHOLD = 42
    assert "A story that reaches 42" in text(client.get("/about/"))


@pytest.mark.django_db
def test_says_that_topics_can_have_another(client):
    said = "or what its topic asks for instead"
    assert said not in text(client.get("/about/"))
    make_topic(threshold=60)
    assert said in text(client.get("/about/"))


def counted(**numbers):
    values = {"month": asdict(replace(NOTHING, **numbers))}
    DayFigures.objects.create(day=NOON.date(), until=NOON, values=values)


def page(client):
    return " ".join(text(client.get("/about/")).replace("&nbsp;", " ").split())


@pytest.mark.django_db
def test_says_what_the_machine_suggests_and_who_decides(client):
    said = page(client)
    assert "What the machine suggests" in said
    assert "It publishes nothing and hides nothing" in said
    assert "For now it is only noted" in said
    choices.write(Choices(shows_scores=True))
    assert "An editor takes it or does not." in page(client)


@pytest.mark.django_db
def test_the_numbers_of_thirty_days(client):
    counted(
        decided=1204,
        agreed=1096,
        published=871,
        withdrawn=7,
        score_published=3613,
        score_withdrawn=1,
        compared=240,
        close=204,
        usually_within=7,
        accepted=85,
        refused=1,
    )
    said = page(client)
    assert "Thirty days <small>to 20 November 2026</small>" in said
    for sentence in (
        "Editors published 871 stories and withdrew 7 stories that readers had seen.",
        "The score alone published 3,613 stories and withdrew 1 story that readers had seen.",
        "In 91 % of 1,204 decisions, editors did as the score said.",
        "the one given usually lay within 7 points of it",
        "and within 10 points in 85 % of 240 cases.",
        "Editors linked 85 reports that had been suggested and refused 1.",
    ):
        assert sentence in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ({"decided": 1, "agreed": 1}, "In 100 % of 1 decision, editors"),
        ({"published": 1}, "Editors published 1 story."),
        ({"withdrawn": 2}, "Editors withdrew 2 stories that readers had seen."),
        ({"score_published": 2}, "The score alone published 2 stories."),
        ({"compared": 1, "close": 1, "usually_within": 1}, "within 1 point of it"),
        ({"accepted": 1}, "Editors linked 1 report that had been suggested."),
        ({"refused": 3}, "Editors refused 3 of the reports that had been suggested."),
    ],
)
def test_what_there_is_none_of_is_left_out(client, numbers, says):
    counted(**numbers)
    (section,) = page(client).split('id="numbers"')[1:]
    section = section.partition("</section>")[0]
    assert says in section
    assert section.count(".") == 1
    assert " 0 " not in section


@pytest.mark.django_db
def test_nothing_is_said_before_anything_is_counted(client):
    assert "Thirty days" not in page(client)
    counted()
    assert "Thirty days" not in page(client)


@pytest.mark.django_db
def test_days_counted_before_there_was_a_month(client):
    DayFigures.objects.create(day=NOON.date(), until=NOON, values={})
    assert "Thirty days" not in page(client)


@pytest.mark.django_db
def test_it_takes_few_queries(client):
    counted(decided=5)
    page(client)
    assert count_queries(client, "/about/") <= 3
