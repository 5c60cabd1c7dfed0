import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from tests.supervision.factories import picture
from voting.core.errors import RuleBroken
from voting.uploads import pictures
from voting.uploads.pictures import LONGEST_SIDE, remade

pytestmark = pytest.mark.pure


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_a_photo_loses_its_place_and_its_camera() -> None:
    before = picture(gps=True)
    assert opened(before).getexif().get_ifd(0x8825)
    assert b"SecretCamera" in before
    after = remade(before)
    assert not opened(after).getexif()
    assert b"SecretCamera" not in after
    assert b"Exif" not in after


def test_words_hidden_in_a_png_do_not_travel_on() -> None:
    file = BytesIO()
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Comment", "<script>alert(1)</script>")
    Image.new("RGB", (20, 20)).save(file, "PNG", pnginfo=words)
    assert b"script" in file.getvalue()
    assert b"script" not in remade(file.getvalue() + b"<script>tail</script>")


def test_a_large_photo_becomes_small_and_stays_in_proportion() -> None:
    after = opened(remade(picture(4000, 3000)))
    assert after.format == "JPEG"
    assert after.size == (LONGEST_SIDE, 1200)


def test_a_photo_taken_sideways_stands_upright() -> None:
    file = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (80, 40)).save(file, "JPEG", exif=exif)
    assert opened(remade(file.getvalue())).size == (40, 80)


def test_transparent_parts_become_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(file, "PNG")
    assert opened(remade(file.getvalue())).getpixel((5, 5)) == (255, 255, 255)


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10**6))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("width", "height"), [(9000, 9000), (60000, 60000)])
def test_a_bomb_is_refused_before_it_unfolds(
    monkeypatch: pytest.MonkeyPatch, width: int, height: int
) -> None:
    def unfold(_picture: Image.Image) -> bytes:
        raise AssertionError("the pixels were read")

    monkeypatch.setattr(pictures, "as_jpeg", unfold)
    with pytest.raises(RuleBroken):
        remade(png_claiming(width, height))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"PK\x03\x04" + b"\0" * 100,
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 50,
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(RuleBroken, match="这不是照片"):
        remade(content)


def test_half_a_photo_is_refused() -> None:
    whole = picture(400, 300)
    with pytest.raises(RuleBroken):
        remade(whole[: len(whole) // 2])


def saved(image: Image.Image, form: str, **more: object) -> bytes:
    file = BytesIO()
    image.save(file, form, **more)
    return file.getvalue()


NOISE = Image.effect_noise((300, 200), 50)
COLOURS = NOISE.convert("RGB")
GOOD = {
    "a printer's colours": saved(NOISE.convert("CMYK"), "JPEG"),
    "grey": saved(NOISE, "JPEG"),
    "grey of 16 bits": saved(NOISE.convert("I;16"), "PNG"),
    "a palette with a hole": saved(COLOURS.quantize(), "PNG", transparency=0),
    "grey with a mask": saved(NOISE.convert("LA"), "PNG"),
    "black and white": saved(NOISE.convert("1"), "PNG"),
    "progressive": saved(COLOURS, "JPEG", progressive=True),
    "two pictures in one, as phones save depth": saved(
        COLOURS, "MPO", save_all=True, append_images=[COLOURS]
    ),
    "moving": saved(COLOURS, "WEBP", save_all=True, append_images=[COLOURS.rotate(90)]),
}


@pytest.mark.parametrize("kind", GOOD)
def test_every_kind_of_photo_comes_out_as_a_plain_one(kind: str) -> None:
    after = opened(remade(GOOD[kind]))
    assert (after.format, after.mode, after.size) == ("JPEG", "RGB", (300, 200))


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"avif"])
def test_a_phones_own_format_is_refused_with_the_way_out(brand: bytes) -> None:
    head = struct.pack(">I", 24) + b"ftyp" + brand + b"\0\0\0\0" + brand + b"mif1"
    with pytest.raises(RuleBroken, match="兼容性最佳"):
        remade(head + b"\0" * 500)


@pytest.mark.parametrize(("width", "height"), [(12000, 9000), (20000, 10000), (60000, 60000)])
def test_a_photo_of_108_million_pixels_is_told_so(width: int, height: int) -> None:
    """Beyond 179 million Pillow refuses by itself: the sentence is the same, and not "damaged"."""
    with pytest.raises(RuleBroken, match="像素太多"):
        remade(png_claiming(width, height))


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.99])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_cut_off_on_its_way_is_refused(form: str, part: float) -> None:
    content = saved(COLOURS, form)
    with pytest.raises(RuleBroken, match="已经损坏"):
        remade(content[: int(len(content) * part)])
