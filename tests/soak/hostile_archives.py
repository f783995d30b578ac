"""Hostile archives, and what a person must see of each once the worker is through."""

import gzip
import io
import stat
import struct
import tarfile
import zipfile

from tests.ingest.archives import encrypted, info, overlapping, renamed
from tests.ingest.batches import numbered, zipped
from tests.soak.rows import In, Passed, Refused, Row

MEGABYTE = 1_000_000


def archive(name, data, wanted=None, problem="", suffix="zip"):
    return Row({f"{name}.{suffix}": data}, wanted or {}, problem)


def packed(files, method=zipfile.ZIP_DEFLATED):
    return zipped(io.BytesIO(), files, method).getvalue()


def tar(*members, mode="w:gz", **options):
    """Members with their data, in this order."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode, **options) as packer:
        for member, data in members:
            member.size = len(data)
            packer.addfile(member, io.BytesIO(data))
    return file.getvalue()


def member(name, kind=tarfile.REGTYPE, linkname=""):
    one = tarfile.TarInfo(name)
    one.type, one.linkname = kind, linkname
    return one


def good(name):
    return {f"_news/{name}-beside.md": numbered(f"{name}-beside")}


def beside(name):
    return {f"_news/{name}-beside.md": In()}


def evil_name(number, name, why):
    """A zip with an entry of that name; its item shows the name, made readable."""
    key = f"name-{number}"
    data = packed({**good(key), info("placeholder.md"): numbered(key)})
    data = renamed(data, b"placeholder.md", name.encode("utf-8", "surrogateescape"))
    return archive(key, data, {**beside(key), name: Refused(why)})


NAMES = [
    ("../x.md", "leads outside"),
    ("_news/../../x.md", "leads outside"),
    ("/etc/x.md", "not relative"),
    ("_news\\x.md", "not relative"),
    ("C:x.md", "not relative"),
]
ARCHIVES = {f"name-{n}": evil_name(n, name, why) for n, (name, why) in enumerate(NAMES)}
KINDS = {
    "symlink": (stat.S_IFLNK, tarfile.SYMTYPE),
    "device": (stat.S_IFCHR, tarfile.CHRTYPE),
    "fifo": (stat.S_IFIFO, tarfile.FIFOTYPE),
}


def odd_kinds(name, mode, kind):
    odd = info(f"_news/{name}.md", external_attr=(mode | 0o777) << 16, create_system=3)
    path = f"_news/{name}-tar.md"
    hostile = member(path, kind, "/etc/passwd")
    return Row(
        {
            f"{name}.zip": packed({**good(name), odd: b"/etc/passwd"}),
            f"{name}.tar.gz": tar(
                (hostile, b""), (member(f"_news/{name}-t.md"), numbered(f"{name}-t"))
            ),
        },
        {
            **beside(name),
            f"_news/{name}.md": Refused("not a regular file"),
            path: Refused("not a regular file"),
            f"_news/{name}-t.md": In(),
        },
    )


ARCHIVES |= {name: odd_kinds(name, *kinds) for name, kinds in KINDS.items()}


def bomb_of_zeros():
    """2 GB in one entry of a tar that is 2 MB: merely to go past it inflates it."""
    one = member("_news/zeros.md")
    one.size = 2000 * MEGABYTE
    zeros = gzip.compress(bytes(10 * MEGABYTE), 1)
    return gzip.compress(one.tobuf(tarfile.GNU_FORMAT)) + zeros * 200


def many_in_a_tar(count):
    return gzip.compress(member("_news/many.md").tobuf(tarfile.GNU_FORMAT) * count, 1)


def lying():
    data = packed({**good("lying"), "_news/lying.md": b"\0" * 20 * MEGABYTE})
    return data.replace(struct.pack("<L", 20 * MEGABYTE), struct.pack("<L", 100))


ARCHIVES |= {
    "bomb-in-one-entry": archive(
        "one",
        lambda: packed({**good("one"), "_news/bomb-1.md": b"\0" * 30 * MEGABYTE}),
        {**beside("one"), "_news/bomb-1.md": Refused("larger than 10 MB")},
    ),
    "bomb-in-many-entries": archive(
        "many",
        lambda: packed({f"_news/bomb-{n:02}.md": b"\0" * 4 * MEGABYTE for n in range(20)}),
        problem="many.zip: _news/bomb-12.md: the archive unpacks to more than 200 times its size",
    ),
    "bomb-that-is-listed": archive(
        "zeros",
        bomb_of_zeros,
        problem="_news/zeros.md says that it has 2,000,000,000 bytes",
        suffix="tar.gz",
    ),
    "bomb-that-overlaps": archive(
        "overlap",
        lambda: overlapping(1000, 9 * MEGABYTE),
        {f"_news/{n:06}.md": Refused("shares its bytes") for n in range(1000)},
    ),
    "archive-in-archive": archive(
        "nest",
        packed({**good("nest"), "_news/inner.zip": packed(good("inner"))}),
        {**beside("nest"), "_news/inner.zip": Passed()},
    ),
    "a-size-that-lies": archive(
        "lying", lying, {**beside("lying"), "_news/lying.md": Refused("damaged in the archive")}
    ),
    "many-entries-in-a-zip": archive(
        "crowd",
        lambda: overlapping(300_000, 10),
        problem="crowd.zip: more than 20,000 entries: stopped",
    ),
    "many-entries-in-a-tar": archive(
        "queue",
        lambda: many_in_a_tar(300_000),
        problem="queue.tar.gz: more than 20,000 entries: stopped",
        suffix="tar.gz",
    ),
    "names-that-differ-in-case": archive(
        "case",
        packed({"_news/case-a.md": numbered("case-a"), "_news/case-A.md": numbered("case-b")}),
        {"_news/case-A.md": In(), "_news/case-a.md": Refused("same name as _news/case-A.md")},
    ),
    "names-that-differ-in-form": archive(
        "form",
        packed(
            {"_news/cafe\u0301.md": numbered("form-1"), "_news/caf\u00e9.md": numbered("form-2")}
        ),
        {"_news/cafe\u0301.md": In(), "_news/caf\u00e9.md": Refused("same name as _news/cafe")},
    ),
    "names-not-in-utf-8": archive(
        "latin",
        tar(
            (member("_news/latin-\udce9.md"), numbered("latin")),
            format=tarfile.GNU_FORMAT,
            errors="surrogateescape",
        ),
        {"_news/latin-\ufffd.md": In()},
        suffix="tar.gz",
    ),
    "encrypted": archive(
        "locked",
        encrypted(packed({**good("locked"), "_news/secret.md": numbered("secret")})),
        {**beside("locked"), "_news/secret.md": Refused("encrypted")},
    ),
    "unknown-method": archive(
        "method",
        packed({"_news/lzma.md": numbered("lzma")}, zipfile.ZIP_LZMA),
        {"_news/lzma.md": Refused("use deflate")},
    ),
    "bad-crc": archive(
        "crc",
        packed(
            {**good("crc"), "_news/crc.md": numbered("crc", title="Whole")}, zipfile.ZIP_STORED
        ).replace(b"Whole", b"Damag"),
        {**beside("crc"), "_news/crc.md": Refused("Bad CRC")},
    ),
    "cut-short": archive(
        "cut", packed(good("cut"))[:-30], problem="cut.zip: is a zip that was cut"
    ),
    "a-tar-cut-short": archive(
        "shorn",
        tar(
            (member("_news/shorn-1.md"), numbered("shorn-1")),
            (member("_news/shorn-2.md"), numbered("shorn-2")),
            mode="w",
        )[:1600],
        {"_news/shorn-1.md": In()},
        problem="shorn.tar: damaged or cut short",
        suffix="tar",
    ),
    "nothing-in-it": archive("void", b"", problem="void.zip: is empty"),
    "a-web-page": archive(
        "page", b"<!doctype html><title>Sign in</title>", problem="page.zip: is a web page"
    ),
}
