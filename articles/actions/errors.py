"""Why an action did not happen."""

from __future__ import annotations

from typing import Any


class Refused(ValueError):  # noqa: N818  (it reads as what happened, like Stale)
    """What was asked for cannot be done; the message tells a person why and what to do."""


class Taken(Refused):
    """Another topic, `owner`, has what only one can have: the `field` is name, alias or slug."""

    def __init__(self, message: str, owner: Any, field: str) -> None:
        super().__init__(message)
        self.owner, self.field = owner, field


class Stale(Exception):  # noqa: N818
    """Somebody else changed it first, so nothing was done. `row` is the thing as it is now."""

    def __init__(self, current: Any) -> None:
        super().__init__(f"“{current}” has been changed in the meantime.")
        self.row = current
