"""Files in which more stands than one archive: what is not read is said."""

import struct

import pytest

from tests.ingest.batches import bring_in, counted, errors, numbered, tarred, zipped

pytestmark = pytest.mark.django_db


def packed(pack, path, *numbers):
    return pack(path, {f"_news/{n}.md": numbered(n) for n in numbers}).read_bytes()


def tar(path, files):
    return tarred(path, files, "w")


@pytest.fixture
def brought_in(tmp_path):
    def run(*parts):
        (tmp_path / "b.bin").write_bytes(b"".join(parts))
        return bring_in(tmp_path / "b.bin")

    return run


@pytest.mark.parametrize("first", [tar, tarred, zipped])
@pytest.mark.parametrize("second", [tar, tarred, zipped])
def test_two_archives_in_one_file(tmp_path, brought_in, first, second):
    one, two = packed(first, tmp_path / "1", 1), packed(second, tmp_path / "2", 2)
    report = brought_in(one, two)
    assert (report.broken, report.counts["new"]) == (1, 1)
    (message,) = errors(report).values()
    joined = "more stands in the same file" in message
    assert joined or (first is tarred and "gzip" in message)


def test_a_block_of_zeros_amid_a_tar(tmp_path, brought_in):
    data = packed(tar, tmp_path / "1", 1, 2)
    size = 512 + -(-len(numbered(1)) // 512) * 512
    report = brought_in(data[:size], bytes(512), data[size:])
    assert (report.broken, report.counts["new"]) == (1, 1)


def test_what_is_no_archive_is_passed_over(tmp_path, brought_in):
    """Programs that unpack themselves begin otherwise, and what is sent may end in line breaks."""
    report = brought_in(b"MZ PK\5\6 stub" * 9, packed(zipped, tmp_path / "1", 1), b"\r\n" * 9)
    assert (report.broken, counted(report)) == (0, {"new": 1})


@pytest.mark.parametrize(("size", "found"), [(0, 0), (None, 2)])
def test_a_list_that_has_less_than_it_says(tmp_path, brought_in, size, found):
    data = bytearray(packed(zipped, tmp_path / "1", 1, 2))
    end = data.index(b"PK\5\6")
    if size is None:
        data[end + 8 : end + 12] = struct.pack("<HH", 3, 3)
    else:
        data[end + 12 : end + 16] = struct.pack("<L", size)
    report = brought_in(data)
    assert (report.broken, report.counts["new"]) == (1, found)
    (message,) = errors(report).values()
    assert f"and has {found} (pack it again)" in message


def test_a_list_that_leads_nowhere(tmp_path, brought_in):
    data = bytearray(packed(zipped, tmp_path / "1", 1))
    end = data.index(b"PK\5\6")
    data[end + 16 : end + 20] = struct.pack("<L", 0x7FFFFFFF)
    (message,) = errors(brought_in(data)).values()
    assert "a header leads nowhere (pack it again)" in message
