"""What the cage makes of pictures, good and bad, through the process that really runs."""

import json
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from articles.images import decode as decoding
from articles.images import store
from articles.images.decode import SandboxError, decode
from articles.images.renditions import SIZES
from tests.images.drawn import BLUE, RED, drawn, near, saved, two_halves


def decoded(data):
    return decode(store.write_original(data))


def opened(data, size):
    """The rendition, decoded."""
    assert decoded(data).ok
    with Image.open(store.rendition(store.digest_of(data), size)) as picture:
        picture.load()
        return picture


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP"])
def test_a_picture_gets_every_rendition(file_format):
    data = drawn(file_format)
    assert decoded(data) == decoding.Decoded(True, 1500, 1000)
    folder = store.renditions(store.digest_of(data))
    assert {path.name for path in folder.iterdir()} == {f"{name}.webp" for name in SIZES}


@pytest.mark.parametrize("size", SIZES)
def test_a_large_picture_fills_each_size(size):
    picture = opened(drawn(), size)
    assert (picture.format, picture.size) == ("WEBP", SIZES[size])


def test_a_small_picture_keeps_its_pixels():
    assert opened(drawn(size=(300, 200)), "wide").size == (300, 200)


@pytest.mark.parametrize("size", [(1, 1), (5000, 1), (1, 5000)])
def test_slivers_are_fine(size):
    assert decoded(drawn("PNG", size=size)).ok


def test_the_size_is_that_of_the_upright_picture():
    exif = Image.Exif()
    exif[0x0112] = 6
    data = drawn(size=(400, 300), exif=exif)
    assert decoded(data) == decoding.Decoded(True, 300, 400)


@pytest.mark.parametrize(("turn", "top"), [(1, RED), (3, BLUE), (4, BLUE)])
def test_a_turned_picture_is_set_upright(turn, top):
    exif = Image.Exif()
    exif[0x0112] = turn
    picture = opened(saved(two_halves(), exif=exif, quality=95), "story").convert("RGB")
    assert near(picture.getpixel((picture.width // 2, 3)), top, 20)


@pytest.mark.parametrize("turn", range(2, 9))
def test_every_orientation_is_undone(turn):
    upright = two_halves((300, 300))
    upright.paste((30, 200, 30), (0, 0, 150, 150))
    exif = Image.Exif()
    exif[0x0112] = turn
    undo = {5: 5, 6: 8, 7: 7, 8: 6}.get(turn, turn)
    filed = upright.transpose(TRANSPOSES[undo])
    picture = opened(saved(filed, "PNG", exif=exif), "logo").convert("RGB")
    assert near(picture.getpixel((3, 3)), (30, 200, 30), 30)
    assert near(picture.getpixel((44, 3)), RED, 30)
    assert near(picture.getpixel((3, 44)), BLUE, 30)


TRANSPOSES = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def test_cmyk_becomes_rgb():
    picture = opened(drawn(mode="CMYK", color=(0, 255, 255, 0)), "story")
    assert picture.mode == "RGB"
    assert near(picture.getpixel((5, 5)), (255, 0, 0), 40)


def test_sixteen_bits_of_grey_are_scaled_not_clipped():
    picture = opened(drawn("PNG", mode="I;16", color=0x8000), "story").convert("RGB")
    assert near(picture.getpixel((5, 5)), (128, 128, 128))


def test_a_palette_becomes_its_colours():
    picture = opened(saved(two_halves().quantize(4), "GIF"), "story").convert("RGB")
    assert near(picture.getpixel((5, 5)), RED, 20)


def test_a_photograph_stands_on_white():
    picture = opened(drawn("PNG", mode="RGBA", color=(0, 0, 0, 0)), "story")
    assert near(picture.convert("RGB").getpixel((5, 5)), (255, 255, 255))


def test_a_transparent_logo_stays_transparent():
    picture = opened(drawn("PNG", mode="RGBA", size=(100, 50), color=(9, 9, 9, 0)), "logo")
    assert picture.getpixel((24, 24))[3] == 0


def test_an_opaque_logo_is_padded_with_the_colour_of_its_edge():
    picture = opened(drawn("PNG", size=(100, 50)), "logo").convert("RGB")
    assert picture.size == (48, 48)
    assert near(picture.getpixel((24, 2)), RED, 20)


def test_only_the_first_of_a_thousand_frames_is_decoded():
    frames = [Image.new("P", (16, 16), index % 250) for index in range(1, 1000)]
    first = Image.new("RGB", (16, 16), RED)
    data = saved(first, "GIF", save_all=True, append_images=frames)
    picture = opened(data, "story").convert("RGB")
    assert near(picture.getpixel((5, 5)), RED, 30)


def test_no_metadata_and_no_comment_survives():
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    data = drawn(exif=exif, comment=b"<script>alert(2)</script>", icc_profile=b"<script>" * 30)
    assert decoded(data).ok
    for path in store.renditions(store.digest_of(data)).iterdir():
        assert b"script" not in path.read_bytes()


def test_a_polyglot_loses_its_other_half():
    data = drawn("GIF") + b"<script>alert(1)</script>PK\x03\x04"
    assert decoded(data).ok
    for path in store.renditions(store.digest_of(data)).iterdir():
        assert b"script" not in path.read_bytes()


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
    assert decoded(short) == decoded(data) == decoding.Decoded(True, *size)
    shown, whole = (store.rendition(store.digest_of(one), "wide") for one in (short, data))
    assert shown.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_that_lacks_its_last_blocks_is_shown(progressive):
    data = saved(noise((400, 300)), progressive=progressive)
    assert decoded(data[:-40]) == decoding.Decoded(True, 400, 300)


def test_a_jpeg_that_lacks_some_of_its_lines_is_refused():
    data = saved(noise((400, 300)))
    result = decoded(data[: len(data) * 9 // 10])
    assert not result.ok
    assert "lines early" in result.problem


def test_a_progressive_jpeg_that_ends_before_its_first_picture_is_refused():
    data = saved(noise((400, 300)), progressive=True)
    assert not decoded(data[: data.index(b"\xff\xda") + 99]).ok


def test_the_largest_picture_of_an_icon_is_shown():
    data = saved(two_halves((200, 200)), "ICO", sizes=[(16, 16), (128, 128)])
    assert decoded(data) == decoding.Decoded(True, 128, 128)


@pytest.mark.parametrize("file_format", ["PNG", "WEBP", "AVIF"])
def test_the_first_frame_of_a_moving_picture_is_shown(file_format):
    frames = [Image.new("RGB", (300, 200), BLUE)]
    data = saved(
        Image.new("RGB", (300, 200), RED), file_format, save_all=True, append_images=frames
    )
    assert near(opened(data, "story").convert("RGB").getpixel((5, 5)), RED, 20)


def test_an_avif_picture_is_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 3
    picture = opened(saved(two_halves(), "AVIF", exif=exif), "story").convert("RGB")
    assert near(picture.getpixel((picture.width // 2, 3)), BLUE, 20)


@pytest.mark.skipif(sys.platform != "linux", reason="says it in other units, or not at all")
@pytest.mark.parametrize(
    ("file_format", "mode", "size", "options"),
    [
        ("JPEG", "CMYK", (8000, 5000), {"progressive": True, "subsampling": 0}),
        ("PNG", "LA", (15_600, 2559), {}),
        ("PNG", "I;16", (8000, 5000), {}),
        ("GIF", "P", (8000, 5000), {}),
        ("WEBP", "RGBA", (6250, 4000), {"lossless": True, "quality": 0, "method": 0}),
        ("AVIF", "RGBA", (6250, 4000), {"speed": 10, "subsampling": "4:4:4"}),
    ],
)
def test_the_largest_pictures_take_less_than_512_mb(tmp_path, file_format, mode, size, options):
    path = tmp_path / "picture"
    Image.new(mode, size).save(path, file_format, **options)
    code = (
        "import sys; from articles.images import sandbox; sandbox.main(*sys.argv[1:]); "
        "print(*(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    command = [sys.executable, "-c", code, str(path), str(tmp_path / "made")]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    assert json.loads(lines[0])["ok"]
    assert int(lines[1].split()[1]) < 512_000


def test_damage_in_the_middle_never_raises():
    data = bytearray(saved(Image.effect_noise((200, 200), 80), "PNG"))
    data[len(data) // 2] ^= 0xFF
    assert "damaged" in decoded(bytes(data)).problem


def test_a_picture_that_takes_too_long_is_refused():
    result = decode(store.write_original(drawn()), deadline=0.001)
    assert "takes longer" in result.problem


def test_a_missing_original_is_a_result():
    assert "missing" in decode("0" * 32).problem


def test_a_crashing_decoder_is_the_pictures_fault(monkeypatch):
    child(monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert "SIGSEGV" in decoded(drawn()).problem


@pytest.mark.parametrize(
    "code",
    ["raise OSError('disk full')", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"],
)
def test_what_is_not_the_pictures_fault_is_raised(monkeypatch, code):
    child(monkeypatch, code)
    with pytest.raises(SandboxError):
        decoded(drawn())


def test_the_cage_does_not_know_the_secret_key(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    child(monkeypatch, "import os, sys; sys.exit(f'knows {sorted(os.environ)}')")
    with pytest.raises(SandboxError, match="knows") as error:
        decoded(drawn())
    assert "SECRET_KEY" not in str(error.value)


def noise(size):
    return Image.effect_noise(size, 80).convert("RGB")


def child(monkeypatch, code):
    """Run `code` in place of the cage."""
    run = decoding.subprocess.run

    def replaced(command, **options):
        return run([command[0], "-c", code], **options)

    monkeypatch.setattr(decoding.subprocess, "run", replaced)


def png_that_claims(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND")


def chunk(kind, data=b""):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
