"""What a dry run says of files of one story: it writes nothing that the later ones could find."""

from __future__ import annotations

from hashlib import blake2b

from articles.ingest.plan.catalog import Topics
from articles.ingest.plan.classify import Change, comparable
from articles.seeds.kinds import FileResult
from articles.seeds.values import EDITABLE, FOLLOWING


class DryRun:
    """Remembers new stories by address: a path and a digest each, so that memory stays flat."""

    def __init__(self, topics: Topics) -> None:
        self.topics = topics
        self.stories: dict[str, tuple[str, bytes]] = {}

    def result(self, change: Change) -> tuple[FileResult, str]:
        """The class, and the path of the story's other file, had this dry run written anything."""
        if change.result is not FileResult.NEW:
            return change.result, ""
        url, content = change.theirs.canonical_url, self._content(change)
        path, before = self.stories.get(url, ("", b""))
        self.stories[url] = change.file.place.path, content
        if not path:
            return FileResult.NEW, ""
        return (FileResult.METRICS if content == before else FileResult.CONTENT), path

    def _content(self, change: Change) -> bytes:
        values = comparable(change.theirs, self.topics)
        said = repr([getattr(values, name) for name in (*FOLLOWING, *EDITABLE)])
        return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()
