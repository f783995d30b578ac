"""The way back of what people decided: the lines of score and state."""

import pytest

from articles.actions import articles
from articles.export import exported_files
from tests.ingest.batches import PATH, bring_in, seed, write
from tests.ingest.one_article import decide, difference

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(tmp_path):
    """Import one seed; returns its content."""

    def site(data=None):
        data = data or seed()
        bring_in(write(tmp_path / "site", {PATH: data}))
        return data

    return site


@pytest.mark.parametrize(
    ("action", "fields", "gone", "new"),
    [
        (articles.score, {"quality": 85}, ["quality: 80"], ["quality: 85"]),
        (
            articles.score,
            {"quality": 12},
            ["quality: 80", "published: true"],
            ["quality: 12", "published: false"],
        ),
        (
            articles.score,
            {"quality": None},
            ["quality: 80", "published: true"],
            ["published: false"],
        ),
        (articles.agree, {}, [], []),
        (articles.unpublish, {}, ["published: true"], ["published: false"]),
        (articles.reject, {}, ["published: true"], ["published: false"]),
        (articles.publish, {}, [], []),
    ],
)
def test_decisions(site, alice, action, fields, gone, new):
    before = site()
    decide(action, alice, **fields)
    assert difference(before) == (gone, new)


def test_publishing_what_was_not(site, alice):
    before = site(seed(published=False))
    decide(articles.publish, alice)
    assert difference(before) == (["published: false"], ["published: true"])


def test_a_score_brings_its_state_along(site, alice):
    before = site(seed(quality=59, published=False))
    decide(articles.score, alice, quality=90)
    assert difference(before) == (
        ["quality: 59", "published: false"],
        ["quality: 90", "published: true"],
    )


@pytest.mark.parametrize(
    ("action", "fields", "gone", "new"),
    [
        (articles.publish, {}, [], ["published: true"]),
        (articles.unpublish, {}, [], ["published: false"]),
        (articles.reject, {}, [], ["published: false"]),
        (articles.agree, {}, [], []),
        (articles.score, {"quality": 90}, ["quality: 80"], ["quality: 90", "published: true"]),
    ],
)
def test_deciding_on_what_did_not_say(site, alice, action, fields, gone, new):
    before = site(seed(published=None))
    decide(action, alice, **fields)
    assert difference(before) == (gone, new)


def test_what_was_held_at_import_is_no_decision(tmp_path):
    data = seed()
    bring_in(write(tmp_path, {PATH: data}), hold=True)
    assert dict(exported_files()) == {PATH: data}
