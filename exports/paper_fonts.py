"""The fonts of printed forms: the official faces where the machine has them, else what comes nearest."""

from __future__ import annotations

from functools import cache

import typst

from models.errors import AppError

# Typst knows a font by one of its names only, the English or the Chinese one as the file orders them: both are listed.
# The official faces come first, then what stands in for them on Windows, with Office and WPS, and on Linux.
_TITLE_FACES = [
    "FZXiaoBiaoSong-B05S",
    "方正小标宋简体",
    "FZXiaoBiaoSong-B05",
    "方正小标宋_GBK",
    "FZDaBiaoSong-B06S",
    "方正大标宋简体",
    "STZhongsong",
    "华文中宋",
]
_HEITI = [
    "SimHei",
    "黑体",
    "STHeiti",
    "华文黑体",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "思源黑体",
]
_FANGSONG = [
    "FangSong_GB2312",
    "仿宋_GB2312",
    "FangSong",
    "仿宋",
    "STFangsong",
    "华文仿宋",
    "FZFangSong-Z02S",
    "方正仿宋简体",
]
_KAITI = [
    "KaiTi_GB2312",
    "楷体_GB2312",
    "KaiTi",
    "楷体",
    "STKaiti",
    "华文楷体",
    "FZKai-Z03S",
    "方正楷体简体",
]
_SONG = ["SimSun", "宋体", "NSimSun", "新宋体"]
_SERIF = ["Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "思源宋体", "Source Han Serif CN"]
_LAST = [
    "Noto Sans CJK SC",
    "Microsoft YaHei",
    "微软雅黑",
    "WenQuanYi Zen Hei",
    "文泉驿正黑",
    "WenQuanYi Micro Hei",
    "文泉驿微米黑",
    "Droid Sans Fallback",
    "AR PL UMing CN",
    "AR PL SungtiL GB",
]
WANTED = {
    "title": [*_TITLE_FACES, *_SERIF, *_SONG, *_LAST],
    "heading": [*_HEITI, *_LAST, *_SONG, *_SERIF],
    "lead": [*_KAITI, *_FANGSONG, *_SONG, *_SERIF, *_LAST],
    "body": [*_FANGSONG, *_SONG, *_SERIF, *_LAST],
}
_BOLD = 600


@cache
def installed() -> typst.Fonts:
    """The fonts of this machine; searching them takes a noticeable moment, so it is done once."""
    return typst.Fonts(include_embedded_fonts=False)


def chosen(fonts: typst.Fonts) -> dict[str, object]:
    """For title, heading, leading phrase and body the wanted families among `fonts`, best first.

    `thicken` is "yes" where the title's family is neither made for titles nor has a bold face. Raises AppError when
    there is no Chinese font.
    """
    there = {family.casefold() for family in fonts.families()}
    found = {
        use: list(dict.fromkeys(family for family in wanted if family.casefold() in there))
        for use, wanted in WANTED.items()
    }
    if not all(found.values()):
        raise AppError(
            "这台电脑上没有找到可用的中文字体，无法生成打印文件。",
            "请安装中文字体后重试：Windows 请在“可选功能”中添加中文补充字体；"
            "Linux 请安装 fonts-noto-cjk 或 fonts-wqy-zenhei 软件包。",
        )
    title = found["title"][0]
    heaviest = max(font.weight for font in fonts.fonts() if font.family.casefold() == title.casefold())
    return {**found, "thicken": "yes" if heaviest < _BOLD and title not in _TITLE_FACES else ""}
