"""A file of a source that is not as it was."""

from __future__ import annotations

from typing import NamedTuple

from articles.ingest.sources.layout import Place


class Changed(NamedTuple):
    """A file whose digest is not that of the last import, which is `seen` ("" for none). `number`
    tells the order in which files were read."""

    place: Place
    data: bytes
    digest: str
    seen: str = ""
    number: int = 0

    @property
    def text(self) -> str:
        return self.data.decode()
