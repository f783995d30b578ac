"""The same page or the same text twice, and not the same event in other words."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.judgement.duplicates.addresses import addresses_of
from articles.judgement.duplicates.rule import Copy, overlap, same_story

WHEN = datetime(2031, 5, 4, 9, tzinfo=UTC)
DAY = timedelta(days=1)
TITLE = "Harbour pilots test a quiet ferry"
EXCERPT = (
    "Eleven pilots gladly steered a battery ferry through fog on Sunday and praised its rudder, its"
    " silence and the cook."
)
LONG = "How a small company from the islands built what large yards on the mainland could not"
OTHER_EXCERPT = "Shares of the yard rose while its owners argued about dividends and pensions."


def copy(title=TITLE, excerpt=EXCERPT, provider="fjord.example", when=WHEN, url=""):
    return Copy(title, excerpt, provider, addresses_of(url), when)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        # the same address, whenever
        (
            {"url": "https://m.fjord.example/a?utm_source=x"},
            {"url": "https://fjord.example/a/amp", "title": "Else", "when": WHEN - 900 * DAY},
            "the same address",
        ),
        # the same title
        ({}, {"title": f"UPDATE: {TITLE.upper()} | Fjord Times", "excerpt": ""}, "the same title"),
        ({}, {"excerpt": "", "when": WHEN - 120 * DAY}, "the same title"),
        ({}, {"excerpt": "", "when": WHEN - 121 * DAY}, ""),
        ({}, {"excerpt": "", "provider": "x.example", "when": WHEN + 5 * DAY}, "the same title"),
        ({}, {"excerpt": "", "provider": "x.example", "when": WHEN + 6 * DAY}, ""),
        ({"title": "Morning news", "excerpt": ""}, {"title": "Morning news", "excerpt": ""}, ""),
        # nearly the same text
        ({}, {"title": "Pilots test quiet ferry in fog", "provider": "x.example"}, "nearly the"),
        ({}, {"title": "Pilots test quiet ferry"}, "nearly the same text"),
        ({}, {"title": "Pilots test quiet ferry", "when": WHEN + 6 * DAY}, ""),
        ({}, {"title": "Fog over the northern harbour on Sunday"}, ""),  # of one provider
        # the same excerpt under another title
        ({}, {"title": LONG, "provider": "x.example"}, "the same excerpt under another title"),
        ({}, {"title": LONG}, ""),
        (
            {"title": TITLE, "excerpt": "Eleven people praised its rudder."},
            {"title": LONG, "excerpt": "Eleven people praised its rudder.", "provider": "x"},
            "",  # too few words to tell by
        ),
        # nearly the same title, and much of the text
        (
            {"title": "Harbour pilots praise a silent battery ferry in fog", "excerpt": ""},
            {
                "title": "Harbour pilots praise silent battery ferry: fog",
                "excerpt": "Fog hid them.",
                "when": WHEN + 3 * DAY,
            },
            "nearly the same",
        ),
        # another event, or the same one in other words
        ({}, {"excerpt": OTHER_EXCERPT, "title": "Yard's owners argue", "provider": "x"}, ""),
        ({}, {"title": "", "excerpt": ""}, ""),
        ({"title": "", "excerpt": ""}, {"title": "", "excerpt": ""}, ""),
    ],
)
def test_the_rule(one, other, why):
    found = same_story(copy(**one), copy(**other))
    assert found.startswith(why)
    assert bool(found) == bool(why)
    assert same_story(copy(**other), copy(**one)) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour log of the ferry, part 1", "Harbour log of the ferry, part 2"),
        ("Harbour market report: June", "Harbour market report: July"),
        ("Harbour results, Q1 at the yard", "Harbour results, Q2 at the yard"),
        (
            "The ferry of the harbour, second part",
            "The ferry of the harbour, third part",
        ),
    ],
)
def test_parts_of_a_series_are_stories_of_their_own(one, other):
    assert same_story(copy(one), copy(other)) == ""
    assert same_story(copy(one), copy(other, provider="x.example")) == ""


def test_a_number_that_one_provider_mentions_is_no_series():
    other = copy(LONG, provider="x.example")
    assert same_story(copy(f"{TITLE} in 2031"), other) == "the same excerpt under another title"


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        ("ab", "ab", 1.0),
        ("ab", "bc", 1 / 3),
        ("ab", "cd", 0.0),
        ("", "", 0.0),
        ("a", "", 0.0),
    ],
)
def test_overlap(one, other, part):
    assert overlap(set(one), set(other)) == part


def test_scripts_without_blanks():
    one = copy("港口飞行员测试安静的渡轮和新的船舵", "")
    assert same_story(one, copy("港口飞行员测试安静的渡轮和新的船舵。", "")) == "the same title"
    assert same_story(one, copy("董事会讨论养老金和股息问题", "")) == ""
