"""A preview writes nothing, and still says of each file what comes of it after those before it."""

import re

import pytest

from tests.ingest.batches import PATH, counted, seed
from tests.ingest.one_article import edit
from tests.ingest.test_address_clashes import decide, results
from tests.ingest.test_path_clashes import MOTH, TIDE, A, B

pytestmark = pytest.mark.django_db


def told(files, **options):
    """What an import says of these files; articles that a preview makes have no numbers yet."""
    report = decide(*((path, data, "") for path, data in files), **options)
    lines = [
        (result, re.sub(r"article \d+", "article N", why)) for _, result, why in results(report)
    ]
    return counted(report), lines


def promised(*files):
    """What the preview says of files that are not as they were, after it has come true."""
    counts, lines = told(files, dry_run=True)
    assert told(files) == (counts, lines)
    return [(result, why.partition(":")[0]) for result, why in lines]


def test_a_path_that_comes_twice_goes_on_with_its_story():
    """Two days of a site in one import: on the second, the address is another."""
    files = [(A, seed()), (A, seed(web_url="https://harbour.example/night"))]
    assert promised(*files) == [("new", ""), ("content", "")]


def test_a_story_made_before_gives_up_its_path_to_another():
    """Each of two files comes twice, the second time with what the other said."""
    first, second = [(A, seed(**TIDE)), (B, seed(**MOTH))], [(A, seed(**MOTH)), (B, seed(**TIDE))]
    assert promised(*first, *second) == [
        *(("new", ""), ("new", "")),
        ("metrics", f"same story as {B}"),
        ("metrics", f"same story as {A} (formerly article N)"),
    ]


def test_a_file_that_is_only_written_otherwise_leaves_its_story_to_the_next(again, alice):
    """An editor is asked whether the excerpt stays: a file that says so as well changes nothing,
    although the one before it says what the seed said."""
    again()
    edit(alice, excerpt="Ours.")
    theirs = seed(excerpt="Theirs.")
    again(theirs)
    files = [(PATH, theirs.replace(b"\n", b"\r\n")), (B, seed(excerpt="Ours."))]
    assert told(files, dry_run=True)[0] == {"metrics": 1, "unchanged": 1}
    assert promised(*files) == [("metrics", "")]


def test_a_file_with_new_metrics_alone_goes_on_from_what_another_made_of_its_story(again):
    """The story follows the file before it, which has another excerpt."""
    again()
    files = [(A, seed(excerpt="Told anew.")), (PATH, seed(heat=5))]
    assert promised(*files) == [
        ("content", f"same story as {PATH}"),
        ("content", f"same story as {A}"),
    ]
