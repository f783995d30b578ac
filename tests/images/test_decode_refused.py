"""Pictures that are damaged, cut short, too large or none: refused, or shown for what is there."""

import struct
import zlib

import pytest
from PIL import Image

from articles.images import store
from articles.images.decode import Decoded, decode
from tests.images.decoded import decoded
from tests.images.drawn import drawn, noise, saved


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><title>Not found</title>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EOF\n",
        b"%PDF-1.7\n",
        drawn("TIFF", size=(10, 10)),
        drawn("PPM", size=(10, 10)),
        b"\0" * 5000,
        b"x",
    ],
    ids=["svg", "html", "eps", "pdf", "tiff", "ppm", "zeros", "one byte"],
)
def test_other_formats_are_refused(data):
    result = decoded(data)
    assert not result.ok
    assert result.problem == "This is not a JPEG, PNG, GIF, WebP, AVIF, BMP or ICO picture."


@pytest.mark.parametrize("file_format", ["WEBP", "AVIF"])
def test_formats_that_take_much_memory_may_have_fewer_pixels(file_format):
    data = drawn(file_format, size=(5001, 5000), quality=0, method=0, speed=10)
    assert decoded(data).problem.startswith("The picture has more than 25 million pixels")


def test_an_empty_file_is_refused():
    assert decoded(b"").problem == "The file is empty."


def test_more_than_ten_megabytes_are_refused():
    assert "a picture may have 10 MB" in decoded(drawn() + b"\0" * 10 * 1024**2).problem


@pytest.mark.parametrize("side", [6400, 20_000, 2**31 - 1])
def test_huge_dimensions_are_refused_before_they_are_decoded(side):
    assert decoded(png_that_claims(side, side)).problem.startswith(
        "The picture has more than 40 million pixels"
    )


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP"])
def test_a_picture_cut_short_is_refused(file_format):
    data = saved(noise((400, 300)), file_format)
    result = decoded(data[: len(data) // 2])
    assert not result.ok
    assert not store.renditions(store.digest_of(data[: len(data) // 2])).exists()


@pytest.mark.parametrize("size", [(64, 48), (333, 222), (3000, 2600)])
@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize(("cut", "instead"), [(2, b""), (1, b""), (2, bytes(600))])
def test_a_jpeg_that_lacks_no_more_than_its_end_marker_is_shown(size, progressive, cut, instead):
    data = saved(noise(size), progressive=progressive)
    short = data[:-cut] + instead
    assert decoded(short) == decoded(data) == Decoded(True, *size)
    shown, whole = (store.rendition(store.digest_of(one), "wide") for one in (short, data))
    assert shown.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_that_lacks_its_last_blocks_is_shown(progressive):
    data = saved(noise((400, 300)), progressive=progressive)
    assert decoded(data[:-40]) == Decoded(True, 400, 300)


def test_a_jpeg_that_lacks_some_of_its_lines_is_refused():
    data = saved(noise((400, 300)))
    result = decoded(data[: len(data) * 9 // 10])
    assert not result.ok
    assert "lines early" in result.problem


def test_a_progressive_jpeg_that_ends_before_its_first_picture_is_refused():
    data = saved(noise((400, 300)), progressive=True)
    assert not decoded(data[: data.index(b"\xff\xda") + 99]).ok


def test_damage_in_the_middle_never_raises():
    data = bytearray(saved(Image.effect_noise((200, 200), 80), "PNG"))
    data[len(data) // 2] ^= 0xFF
    assert "damaged" in decoded(bytes(data)).problem


def test_a_missing_original_is_a_result():
    assert "missing" in decode("0" * 32).problem


def png_that_claims(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND")


def chunk(kind, data=b""):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
