"""What commands refuse before they begin."""

from argparse import ArgumentTypeError
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.management import arguments

EVERY = ["import_seeds", "export_seeds", "watch_seeds", "repair_pictures", "backup", "restore"]


@pytest.mark.parametrize("command", EVERY)
@pytest.mark.parametrize("nothing", ["", " "])
def test_nothing_is_no_place(command, nothing):
    """As from a shell's variable that is not set: it would be the current folder."""
    with pytest.raises(CommandError, match="nothing is named"):
        call_command(command, nothing)


def test_nothing_is_no_report(tmp_path):
    with pytest.raises(CommandError, match="nothing is named"):
        call_command("import_seeds", str(tmp_path), "--report", "")


def test_a_place():
    assert arguments.path("a b") == Path("a b")
    with pytest.raises(ArgumentTypeError, match="nothing is named"):
        arguments.path("\n")
