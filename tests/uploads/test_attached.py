"""What may be attached is known by its content: PDF, pictures, office files without anything that runs."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest
from PIL import Image

from voting.core.errors import RuleBroken
from voting.uploads.attached import checked_file

pytestmark = pytest.mark.pure
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
TYPES = "[Content_Types].xml"


def office(
    parts: Mapping[str, bytes | str], main: str = "word/document.xml", types: str = "<Types/>"
) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {TYPES: types, main: "<x/>", **parts}.items():
            archive.writestr(name, content)
    return made.getvalue()


def picture(kind: str) -> bytes:
    made = BytesIO()
    Image.new("RGB", (20, 10), "red").save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (PDF, ".pdf"),
        (office({}), ".docx"),
        (office({}, "xl/workbook.xml"), ".xlsx"),
        (office({"ppt/media/image1.png": b"x" * 999}, "ppt/presentation.xml"), ".pptx"),
        (picture("PNG"), ".jpg"),
        (picture("JPEG"), ".jpg"),
        (picture("WEBP"), ".jpg"),
    ],
    ids=["pdf", "docx", "xlsx", "pptx", "png", "jpeg", "webp"],
)
def test_what_is_taken_is_known_by_its_content(content: bytes, suffix: str) -> None:
    found = checked_file(content)
    assert found.suffix == suffix
    assert (found.content == content) is (suffix != ".jpg")


MACRO_TYPE = '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
TEMPLATE = (
    '<Relationship Type="http://x/attachedTemplate" Target="http://evil/x.dotm" TargetMode="External"/>'
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (office({"word/media/big.bin": b"\0" * (100 * 1024 * 1024)}), "展开后过大"),
        (office({f"word/media/{n}": b"" for n in range(2100)}), "展开后过大"),
        (office({"word/vbaProject.bin": b"x"}), "带有宏"),
        (office({"xl/macrosheets/sheet1.xml": b"x"}, "xl/workbook.xml"), "带有宏"),
        (office({"word/embeddings/oleObject1.bin": b"x"}), "带有宏"),
        (office({}, types=MACRO_TYPE), "带有宏"),
        (office({"word/_rels/settings.xml.rels": TEMPLATE}), "外部的模板"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "旧格式"),
        (office({})[:-40], "已经损坏"),
        (office({"xl/workbook.xml": "<x/>"}), "已经损坏"),
        (office({}, "else.xml"), "已经损坏"),
        (PDF[:-7], "不是 PDF"),
        (picture("JPEG")[:200], "不是照片"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"<svg onload='x'/>", "附件只收"),
        (b"MZ\x90", "附件只收"),
        (b"", "附件只收"),
    ],
    ids=[
        "bomb",
        "many-parts",
        "macro",
        "macrosheet",
        "ole",
        "macro-type",
        "template",
        "old-or-locked",
        "cut",
        "two-kinds",
        "none",
        "cut-pdf",
        "cut-picture",
        "heic",
        "svg",
        "program",
        "empty",
    ],
)
def test_everything_else_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked_file(content)
    assert sentence in str(refused.value.args[0])
