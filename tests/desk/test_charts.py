"""Where the parts of charts stand."""

import pytest

from articles.desk import charts
from articles.desk.charts import Column


@pytest.mark.parametrize(
    ("top", "step"), [(0, 1), (1, 1), (4, 1), (5, 2), (9, 5), (20, 5), (21, 10), (401, 200)]
)
def test_a_step_is_round_and_fits_four_lines(top, step):
    assert charts.step_of(top) == step


def test_columns_stand_on_the_floor_and_reach_their_figure():
    chart = charts.columns([Column(4, 1), Column(0)], height=100)
    tall, none = chart.bars
    assert chart.floor == 78
    assert (tall.y, tall.height) == (charts.TOP, 78 - charts.TOP)
    assert tall.part_height == tall.height / 4
    assert tall.part_y + tall.part_height == none.y == chart.floor
    assert none.height == 0
    assert [line.figure for line in chart.lines] == ["0", "1", "2", "3", "4"]


def test_the_highest_column_ends_below_a_line():
    chart = charts.columns([Column(160)])
    assert (chart.lines[-1].figure, chart.lines[-1].y) == ("200", charts.TOP)
    assert chart.bars[0].y > charts.TOP


def test_columns_share_the_width():
    bars = charts.columns([Column(1)] * 5).bars
    assert all(bar.x > charts.LEFT and bar.x + bar.width < 100 for bar in bars)
    assert all(one.x + one.width < other.x for one, other in zip(bars, bars[1:], strict=False))


def test_a_level_is_within_the_chart():
    chart = charts.columns([Column(2)], level=50)
    assert [line.figure for line in chart.lines] == ["0", "20", "40", "60"]
    assert chart.level.y > chart.lines[-1].y == charts.TOP
    assert chart.bars[0].y > chart.level.y
    assert charts.columns([Column(2)]).level is None


def test_no_columns_are_no_error():
    assert charts.columns([]).bars == []


def test_strips_are_as_long_as_their_figures():
    long, short, none = charts.strips([("a", 1200), ("b", 600), ("c", 0)])
    assert long.width == 2 * short.width
    assert none.width == 0
    assert (long.figure, long.y, short.y) == ("1,200", 0, 26)
    assert long.figure_x < 95


def test_a_spark_shows_a_day_without_any_as_a_stub():
    assert charts.spark([0, 5, 10], height=22) == [(0, 21, 1), (5, 12, 10), (10, 2, 20)]


@pytest.mark.parametrize(
    ("machine", "ours", "places"),
    [(70, 70, (50, 50)), (40, 100, (4, 96)), (55, 85, (25, 75)), (0, 999, (4, 96))],
)
def test_scores_stand_around_the_threshold(machine, ours, places):
    scale = charts.scale(machine, ours, 70)
    assert (scale.machine, scale.ours) == places
    assert (scale.left, scale.left + scale.width) == places


def test_shares():
    assert (charts.share(1, 3), charts.share(0, 3), charts.share(0, 0)) == (33, 0, None)
