"""Small batches of seeds, and imports of them."""

import io
import tarfile
import zipfile
from datetime import UTC, datetime

from django.core.management import call_command

from articles.ingest.engine import Options, import_seeds
from articles.ingest.sources.files import open_source
from articles.ingest.sources.limits import Limits
from articles.seeds.document import Document, Picture, ProviderRef, Related
from articles.seeds.emit import emit

WHEN = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
PATH = "_news/2026-11-19-ferry.md"


def document(**fields):
    """A published article about a ferry."""
    return Document(
        **{
            "title": "A quiet ferry",
            "excerpt": "It crossed in eleven minutes.",
            "published_at": WHEN,
            "web_url": "https://harbour.example/ferry",
            "quality": 80,
            "heat": 80,
            "published": True,
            "provider": ProviderRef(name="Harbour", domain="harbour.example"),
            "topics": ("Transport",),
            "secured": "c2VhbGVk",
            **fields,
        }
    )


def seed(**fields):
    return emit(document(**fields))


def numbered(number, **fields):
    """A seed of a story of its own."""
    return seed(**{"web_url": f"https://harbour.example/{number}", **fields})


def related(name, **fields):
    return Related(
        **{
            "title": f"More on {name}",
            "web_url": f"https://fjord.example/{name}",
            "excerpt": "And more.",
            "provider": ProviderRef(name="Fjord", domain="fjord.example"),
            "quality": 40,
            **fields,
        }
    )


def picture(name, **fields):
    return Picture(url=f"https://cdn.example/{name}.jpg", width=900, height=600, **fields)


def topic(slug, name, parent="", **fields):
    lines = {"taxonomy": "topic", "_id": slug, "name": name, "parent": parent, **fields}
    return "".join(f"{key}: {value}\n" for key, value in lines.items() if value).encode()


def provider(domain, name, *logos):
    images = "".join(f"  - url: {url}\n    width: 50\n    height: 50\n" for url in logos)
    images = f"images:\n{images}" if images else ""
    return f"---\nname: {name}\ndomain: {domain}\n{images}---\n".encode()


def write(folder, files):
    """Write files below the folder and return it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def zipped(path, files, method=zipfile.ZIP_DEFLATED):
    """A zip of these files; a ZipInfo as a name says more about its entry."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def tarred(path, files, mode="w:gz"):
    with tarfile.open(path, mode) as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def bring_in(*paths, limits=None, **options):
    """Import what is at the paths; returns the report."""
    sources = [open_source(path, limits or Limits()) for path in paths]
    return import_seeds(sources, Options(**options))


def command(name, *args):
    """Run a management command: the exit status, what it printed, and what it complained of."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(name, *map(str, args), stdout=out, stderr=err)
        status = 0
    except SystemExit as stopped:
        status = stopped.code
    return status, out.getvalue(), err.getvalue()


def counted(report):
    """The classes that occur, with their numbers."""
    return {name: count for name, count in report.counts.items() if count}


def errors(report):
    """The messages of refused files by path."""
    return {line.path: line.message for line in report.files if line.result == "error"}
