"""The order in which topic files are written: a topic after the one that it names as its parent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from articles.ingest.changed import Changed
from articles.seeds.document import TopicDocument
from articles.seeds.errors import SeedError
from articles.seeds.kinds import FileKind
from articles.seeds.parse import parse_topic
from articles.seeds.topic_names import name_key


def parents_first(
    files: Sequence[Changed], is_known: Callable[[str], bool]
) -> tuple[list[Changed], list[Changed]]:
    """Return the files in their order but for parents, which come before their children, and apart
    from them those below a parent that is neither among them nor known: its file may still come,
    and a topic made of its name alone would be in that one's way."""
    topics = {number: topic for number, file in enumerate(files) if (topic := _topic_in(file))}
    named = {name_key(topic.name): number for number, topic in topics.items()}
    parents = {number: name_key(topic.parent) for number, topic in topics.items() if topic.parent}
    ready: dict[int, Changed] = {}
    orphans: dict[int, Changed] = {}
    for number in range(len(files)):
        top, *below = _line_to(number, named, parents)
        waits = top in parents and parents[top] not in named and not is_known(topics[top].parent)
        found = orphans if waits else ready
        for one in (top, *below):
            found.setdefault(one, files[one])
    return [*ready.values()], [*orphans.values()]


def _line_to(number: int, named: Mapping[str, int], parents: Mapping[int, str]) -> list[int]:
    """Return the file and those above it, from the top down; a circle ends where it closes."""
    line: list[int] = []
    above: int | None = number
    while above is not None and above not in line:
        line.append(above)
        above = named.get(parents.get(above, ""))
    return line[::-1]


def _topic_in(file: Changed) -> TopicDocument | None:
    if file.place.kind != FileKind.TOPIC:
        return None
    try:
        return parse_topic(file.data)
    except SeedError:
        return None
