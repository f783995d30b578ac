"""What a dry run says of files of one story: it writes nothing that the later ones could find."""

from __future__ import annotations

from hashlib import blake2b

from articles.actions.catalog import Topics
from articles.ingest.plan.classify import Change, comparable
from articles.seeds.kinds import FileResult
from articles.seeds.values import EDITABLE, FOLLOWING


class DryRun:
    """Remembers new stories by address: a path and a digest each, so that memory stays flat."""

    def __init__(self, topics: Topics) -> None:
        self.topics = topics
        self.stories: dict[str, tuple[str, bytes]] = {}

    def result(self, change: Change) -> tuple[FileResult, str]:
        """Return what would have come of it had this dry run written what came before, and the
        path of the story's other file, "" for none."""
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
        content = repr([getattr(values, name) for name in (*FOLLOWING, *EDITABLE)])
        return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).digest()
