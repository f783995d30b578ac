"""A file of a source that is not as it was."""

from __future__ import annotations

from typing import NamedTuple

from articles.ingest.sources.layout import Place


class Changed(NamedTuple):
    """A file whose digest is not that of the last import, which is `seen` ("" for none)."""

    place: Place
    data: bytes
    digest: str
    seen: str = ""

    @property
    def text(self) -> str:
        return self.data.decode()
