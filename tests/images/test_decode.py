"""What becomes of good pictures, through the process that really decodes them."""

import pytest
from PIL import Image

from articles.images import store
from articles.images.decode import Decoded
from articles.images.renditions import SIZES
from tests.images.decoded import decoded, opened
from tests.images.drawn import BLUE, RED, drawn, near, saved, two_halves


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP"])
def test_a_picture_gets_every_rendition(file_format):
    data = drawn(file_format)
    assert decoded(data) == Decoded(True, 1500, 1000)
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
    assert decoded(data) == Decoded(True, 300, 400)


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


def test_the_largest_picture_of_an_icon_is_shown():
    data = saved(two_halves((200, 200)), "ICO", sizes=[(16, 16), (128, 128)])
    assert decoded(data) == Decoded(True, 128, 128)


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
