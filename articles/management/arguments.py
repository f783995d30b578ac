"""What commands are told, checked before they begin."""

from argparse import ArgumentTypeError
from pathlib import Path


def path(text: str) -> Path:
    """Refuse nothing at all, such as `"$UNSET"`: Python would take it for the current folder."""
    if not text.strip():
        raise ArgumentTypeError("nothing is named: write a file or a folder (. for this one)")
    return Path(text)
