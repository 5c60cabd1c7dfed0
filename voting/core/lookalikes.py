"""Signs that look like a Chinese character and are another code point: what each of them stands for. Tables. Pure."""

from __future__ import annotations

import unicodedata

RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽"
    "⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
UNIFIED = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑"
    "艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
"""What the radicals of the CJK Radicals Supplement stand for, in their order.

Source: EquivalentUnifiedIdeograph.txt of the Unicode Character Database. Kangxi radicals have a decomposition instead.
"""

STROKES = "㇆㇏㇐㇑㇒㇓㇔㇕㇖㇗㇘㇙㇚㇛㇜㇝㇞㇟㇠㇡"
STROKES_UNIFIED = "𠃌乀一丨丿丿丶𠃍乛𠃊𠃎𠄌亅𡿨𠃋乀𠃑乚乙𠄎"
"""What the CJK strokes stand for, in their order. Source: the same file."""

LATER = dict(
    zip(
        (
            0xE816,
            0xE817,
            0xE818,
            0xE81E,
            0xE826,
            0xE82B,
            0xE82C,
            0xE831,
            0xE832,
            0xE83B,
            0xE843,
            0xE854,
            0xE855,
            0xE864,
        ),
        "\U00020087\U00020089\U000200cc\u9fb4\u9fb5\u9fb6\u9fb7\U000215d7\u9fb8\U0002298f\u9fb9\u9fba\U000241fe\u9fbb",
        strict=True,
    )
)
"""Private code points of GBK whose characters got a code point only after GB 18030-2000. Source: GB 18030-2022."""

GBK_ROW = range(0xE815, 0xE865)
GBK_TRAILS = (*range(0x50, 0x7F), *range(0x80, 0xA1))
"""Where old Chinese systems kept the 80 characters of GBK's row FE (䶮 as U+E863), and their second bytes there."""


def _of_gbk() -> dict[int, str]:
    """Return what GBK's private code points stand for: the codec of GB 18030 knows all but the later ones."""
    row = {at: bytes((0xFE, trail)).decode("gb18030") for at, trail in zip(GBK_ROW, GBK_TRAILS, strict=True)}
    return {**row, **LATER}


def _of_kangxi() -> dict[int, str]:
    return {at: unicodedata.normalize("NFKC", chr(at)) for at in range(0x2F00, 0x2FD6)}


def _of_letters() -> dict[int, str]:
    """Return full-width digits and letters in plain ones; other full-width signs are Chinese punctuation and stay."""
    wide = [at for at in range(0xFF01, 0xFF5F) if chr(at - 0xFEE0).isalnum()]
    return {at: chr(at - 0xFEE0) for at in wide}


_RADICAL = {
    **_of_kangxi(),
    **dict(zip(map(ord, RADICALS), UNIFIED, strict=True)),
    **dict(zip(map(ord, STROKES), STROKES_UNIFIED, strict=True)),
}
MEANT: dict[int, str] = {
    **_RADICAL,
    **{at: sign.translate(_RADICAL) for at, sign in _of_gbk().items()},
    **_of_letters(),
}
"""Code point -> the character that is meant, for text that people read."""
