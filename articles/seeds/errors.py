"""What can be wrong with a seed."""

from dataclasses import dataclass


class SeedError(Exception):
    """A seed that cannot be read: what is wrong, how to mend it, and where (1-based, or None)."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message, line, column)
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        position = [str(number) for number in (self.line, self.column) if number is not None]
        return ":".join([*position, f" {self.message}" if position else self.message])


@dataclass(frozen=True, slots=True)
class Note:
    line: int
    key: str
    message: str
