"""Archives that no packer makes."""

import io
import struct
import tarfile
import zipfile

from tests.ingest.batches import zipped


def info(name, **fields):
    member = zipfile.ZipInfo(name)
    for field, value in fields.items():
        setattr(member, field, value)
    return member


def renamed(data, old, new):
    """Another name in both places where a zip keeps it; offsets stay right for the last entry."""
    growth = len(new) - len(old)
    data = data.replace(struct.pack("<H", len(old)) + b"\0\0" + old, b"LOCAL", 1)
    data = data.replace(b"LOCAL", struct.pack("<H", len(new)) + b"\0\0" + new, 1)
    head, central = data[: data.rindex(old) - 46], data[data.rindex(old) - 46 :]
    central = (
        central[:28] + struct.pack("<H", len(new)) + central[30:46] + new + central[46 + len(old) :]
    )
    end = central.index(b"PK\5\6")
    first = (head + central).index(b"PK\1\2")
    size, _ = struct.unpack("<LL", central[end + 12 : end + 20])
    places = struct.pack("<LL", size + growth, first)
    return head + central[: end + 12] + places + central[end + 20 :]


def encrypted(data):
    """A zip whose last entry says that it needs a password."""
    data = bytearray(data)
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.rindex(mark) + offset] |= 1
    return bytes(data)


def overlapping(count, size):
    """A zip of many entries that share one body of zeros."""
    file = io.BytesIO()
    data = zipped(file, {"_news/000000.md": b"\0" * size}).getvalue()
    first, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
    entry = data[first:end]
    entries = b"".join(entry.replace(b"000000.md", b"%06d.md" % n) for n in range(count))
    counts = struct.pack("<HH", min(count, 0xFFFF), min(count, 0xFFFF))
    place = struct.pack("<LL", len(entries), first)
    return data[:first] + entries + data[end : end + 8] + counts + place + b"\0\0"


def tar_header(name, size, kind=tarfile.REGTYPE, *, real_size=0, more=False):
    """A block that says whatever size it is told to; with holes, how large the file is without them
    and whether more of the map follows."""
    info = tarfile.TarInfo(name)
    info.type = kind
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    block[124:136] = base256(size)
    if kind == tarfile.GNUTYPE_SPARSE:
        block[482] = more
        block[483:495] = base256(real_size)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def base256(number):
    return (b"\xff" if number < 0 else b"\x80") + number.to_bytes(11, "big", signed=True)


def tar_member(name, data):
    return tar_header(name, len(data)) + padded(data)


def padded(data):
    return data + bytes(-len(data) % tarfile.BLOCKSIZE)
