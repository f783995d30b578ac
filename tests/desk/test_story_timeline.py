from datetime import timedelta

import pytest

from articles.desk.stories.timeline import EDGE, LEAD, MOST_LANES, SUGGESTED, Dot, time_line
from tests.factories import NOON

LATER = NOON + timedelta(days=40)


def dot(hours, source="kestrel", score=70, kind="member"):
    return Dot(NOON + timedelta(hours=hours), source, source.capitalize(), score, kind)


def test_from_the_first_to_the_last():
    line = time_line([dot(0, kind=LEAD), dot(4), dot(8)], LATER)
    assert [place.x for place in line.places] == [EDGE, 50, 100 - EDGE]
    assert line.now is None


def test_a_lane_for_each_source_the_leads_first():
    dots = [dot(0, "ferrule"), dot(1, "halyard", kind=LEAD), dot(2, "ferrule")]
    line = time_line(dots, LATER)
    assert [(lane.name, lane.leads) for lane in line.lanes] == [
        ("Halyard", True),
        ("Ferrule", False),
    ]
    assert line.lanes[0].y < line.lanes[1].y < line.floor < line.height


def test_one_alone_stands_in_the_middle():
    (place,) = time_line([dot(0, kind=LEAD)], LATER).places
    assert place.x == 50


@pytest.mark.parametrize(
    ("hours", "labels"),
    [
        (3, ["12:00", "13:00", "14:00", "15:00"]),
        (14, ["12:00", "14:00", "16:00", "18:00", "20:00", "22:00", "21 Nov", "02:00"]),
        (80, ["12:00", "21 Nov", "12:00", "22 Nov", "12:00", "23 Nov", "12:00"]),
        (24 * 9, ["22 Nov", "24 Nov", "26 Nov", "28 Nov"]),
    ],
)
def test_lines_stand_at_round_times(hours, labels):
    line = time_line([dot(0, kind=LEAD), dot(hours)], LATER)
    assert [one.label for one in line.lines] == labels


def test_lines_stay_few_however_long_it_took():
    assert len(time_line([dot(0, kind=LEAD), dot(24 * 900)], LATER).lines) <= 9


def test_now_is_there_while_it_is_recent():
    dots = [dot(0, kind=LEAD), dot(4)]
    line = time_line(dots, NOON + timedelta(hours=8))
    assert (line.now.label, line.now.x) == ("now, 20:00", 100 - EDGE)
    assert line.places[1].x == 50
    assert time_line(dots, NOON + timedelta(hours=29)).now is None


def test_what_is_suggested_does_not_make_it_recent():
    dots = [dot(0, kind=LEAD), dot(100, kind=SUGGESTED)]
    assert time_line(dots, NOON + timedelta(hours=101)).now is None


def test_scores_do_not_stand_on_each_other():
    dots = [dot(0, kind=LEAD), dot(0.1), dot(5, score=None), dot(9, score=1200)]
    places = time_line(dots, LATER).places
    assert [place.figure for place in places] == ["70", "", "", "1,200"]
    assert [place.before for place in places] == [False, False, True, True]


def test_of_very_many_sources_the_first_are_drawn():
    dots = [dot(n, f"source{n}", kind="member" if n else LEAD) for n in range(MOST_LANES + 3)]
    line = time_line(dots, LATER)
    assert (len(line.lanes), len(line.places), line.more) == (MOST_LANES, MOST_LANES, 3)
