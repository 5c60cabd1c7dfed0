"""Pictures from people's cameras, made anew: small enough, upright, without place, device or hidden parts."""

from __future__ import annotations

import threading
import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from voting.core.errors import RuleBroken
from voting.core.text import N_

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1600
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")
AT_A_TIME = threading.BoundedSemaphore(2)
"""60 million pixels unfold to 180 MB: a few hundred threads must not do that together."""
PHONE_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
)
"""Main brands of HEIF files (ISO/IEC 23008-12, annex B), which phones call HEIC or AVIF."""
TOO_MANY_PIXELS = N_(
    "照片的像素太多，请用手机的普通模式拍摄（不要用 1 亿像素或者全景模式），或者截屏后再选。"
)
NO_HEIC = N_(
    "这是 HEIC 格式的照片，这里打不开。iPhone 请在“设置—相机—格式”里选“兼容性最佳”再拍；"
    "已经拍好的，截屏后选截屏，或者发到电脑上另存为 JPG。"
)
NO_PICTURE = N_("这不是照片，或者照片已经损坏。请选 JPG、PNG 或 WebP 照片。")


def remade(content: bytes) -> bytes:
    """Return the picture as a new JPEG of at most 1600 pixels a side; nothing but its pixels is kept.

    Errors: RuleBroken for what is not a JPEG, PNG or WebP, is damaged or cut off, or would unfold to more
    than 60 million pixels; the size is read from the head of the file, before anything is unfolded.
    """
    if content[4:8] == b"ftyp" and content[8:12] in PHONE_BRANDS:
        raise RuleBroken(NO_HEIC)
    try:
        with (
            warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning),
            Image.open(BytesIO(content), formats=FORMATS) as picture,
        ):
            if picture.width * picture.height > MOST_PIXELS:
                raise RuleBroken(TOO_MANY_PIXELS)
            with AT_A_TIME:
                return as_jpeg(picture)
    except Image.DecompressionBombError as error:
        raise RuleBroken(TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise RuleBroken(NO_PICTURE) from error


def as_jpeg(picture: Image.Image) -> bytes:
    """Return the pixels of the first frame as JPEG, turned upright, on white where they were transparent."""
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # before it is turned: a second copy of all pixels less
    clear = ImageOps.exif_transpose(picture).convert("RGBA")
    plain = Image.new("RGB", clear.size, "white")
    plain.paste(clear, mask=clear.getchannel("A"))
    file = BytesIO()
    plain.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()
