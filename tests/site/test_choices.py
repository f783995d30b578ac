import pytest
from django.core.exceptions import ImproperlyConfigured

from articles.site import choices
from articles.site.choices import Choices

HERALD = Choices(name="The Héråld", threshold=0)


def test_nothing_was_chosen():
    assert (choices.site_name(), choices.threshold()) == ("Newsdesk", 70)


def test_what_was_chosen_holds_at_once():
    assert choices.read() == Choices()
    for chosen in (HERALD, Choices("The Courier", 120)):
        choices.write(chosen)
        assert (choices.site_name(), choices.threshold()) == (chosen.name, chosen.threshold)


def test_settings_have_the_first_word(settings):
    choices.write(HERALD)
    settings.SITE_NAME, settings.QUALITY_THRESHOLD = "The Gazette", 90
    assert (choices.site_name(), choices.threshold()) == ("The Gazette", 90)
    settings.QUALITY_THRESHOLD = 0
    choices.write(Choices(threshold=5))
    assert choices.threshold() == 0
    assert choices.read() == Choices(threshold=5)


def test_who_changes_it_is_logged(caplog):
    assert choices.change(by="bob", chosen=HERALD)
    assert choices.read() == HERALD
    (record,) = caplog.records
    said = "bob changed the site: name 'Newsdesk' → 'The Héråld', threshold 70 → 0"
    assert record.getMessage() == said


def test_what_is_so_already_is_left_alone(caplog):
    assert not choices.change(by="bob", chosen=Choices())
    assert not choices.path().exists()
    assert caplog.records == []


def test_it_is_for_its_owner_alone():
    choices.write(HERALD)
    assert choices.path().stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b'{"title": "x"}',
        b'{"name": 7}',
        b'{"threshold": "70"}',
        b'{"threshold": true}',
        b"\xff",
    ],
)
def test_a_file_that_cannot_be_read_is_named(content):
    choices.path().write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match=r"site\.json cannot be read .* Write it like"):
        choices.read()


def test_while_it_cannot_be_read_what_it_said_before_holds(caplog):
    choices.write(HERALD)
    assert choices.site_name() == HERALD.name
    choices.path().write_text("{'name'}")
    for _ in range(2):
        assert (choices.site_name(), choices.threshold()) == (HERALD.name, HERALD.threshold)
    (record,) = caplog.records
    assert "site.json cannot be read" in record.getMessage()
    choices.write(Choices("The Courier", 120))
    assert choices.site_name() == "The Courier"


def test_with_nothing_before_it_is_said(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    choices.path().write_text("{")
    with pytest.raises(ImproperlyConfigured, match=r"site\.json cannot be read"):
        choices.threshold()
