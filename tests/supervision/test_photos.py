import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from tests.supervision.factories import picture
from voting.core.errors import RuleBroken
from voting.supervision import photos
from voting.supervision.photos import LARGEST_BYTES, LONGEST_SIDE, remade

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

    monkeypatch.setattr(photos, "as_jpeg", unfold)
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


def test_too_many_bytes_are_refused_unread() -> None:
    with pytest.raises(RuleBroken, match="10 MB"):
        remade(b"\0" * (LARGEST_BYTES + 1))
