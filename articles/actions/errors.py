"""Why an action did not happen."""

from __future__ import annotations

from typing import Any


class Refused(ValueError):  # noqa: N818  (it reads as what happened, like Stale)
    """What was asked for cannot be done; the message tells a person why and what to do."""


class Stale(Exception):  # noqa: N818
    """Somebody else changed it first, so nothing was done. `article` is the row as it is now.

    For a topic or a provider, `article` is that topic or provider.
    """

    def __init__(self, current: Any) -> None:
        super().__init__(f"“{current}” has been changed in the meantime.")
        self.article = current
