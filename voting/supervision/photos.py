"""Pictures from people's cameras, made anew: small enough, upright, without place, device or hidden parts."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from voting.core.errors import RuleBroken

LARGEST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1600
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")


def remade(content: bytes) -> bytes:
    """Return the picture as a new JPEG of at most 1600 pixels a side; nothing but its pixels is kept.

    Errors: RuleBroken for what is not a JPEG, PNG or WebP, is damaged, or would unfold to more than
    60 million pixels; the size is read from the head of the file, before anything is unfolded.
    """
    if len(content) > LARGEST_BYTES:
        raise RuleBroken("照片太大，每张不超过 %(most)s MB。", most=LARGEST_BYTES // 1024**2)
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(content), formats=FORMATS) as picture:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            if picture.width * picture.height > MOST_PIXELS:
                raise RuleBroken("照片的像素太多，请用手机的普通模式拍摄。")
            return as_jpeg(picture)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise RuleBroken("这不是照片，或者照片已经损坏。请选 JPG、PNG 或 WebP 照片。") from error


def as_jpeg(picture: Image.Image) -> bytes:
    """Return the pixels of the first frame as JPEG, turned upright, on white where they were transparent."""
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clear = upright.convert("RGBA")
    plain = Image.new("RGB", clear.size, "white")
    plain.paste(clear, mask=clear.getchannel("A"))
    file = BytesIO()
    plain.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()
