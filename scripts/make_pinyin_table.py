"""Writes models/pinyin_table.txt, the readings of Chinese characters, from the data of pypinyin.

Run it again after raising pypinyin: python scripts/make_pinyin_table.py
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

TABLE = Path(__file__).parents[1] / "models" / "pinyin_table.txt"

# A reading is taken for usual when pypinyin's phrases use it at least so often; the dictionary's long tail
# (王 yù, 家 gū, 大 tài) would only make a search find what nobody meant.
LEAST_PHRASES, LEAST_SHARE = 2, 0.01

# What pypinyin does not have, or whose usual reading it does not put first
READINGS = "𠮷 jí, 长 cháng, 長 cháng, 佛 fó, 似 sì, 莞 guǎn, 泊 bó, 卜 bǔ"

# How surnames are read (现代汉语词典), where the character is often read otherwise; with traditional forms
SURNAMES = """
单單 shàn, 仇 qiú, 曾 zēng, 解 xiè, 查 zhā, 朴 piáo, 区區 ōu, 盖蓋 gě, 缪繆 miào, 任 rén, 华華 huà,
葛 gě, 翟 zhái, 乐樂 yuè, 员員 yùn, 贠 yùn, 召 shào, 折 shé, 黑 hè, 洗 xiǎn, 燕 yān, 占 zhān,
种 chóng, 那 nā, 哈 hǎ, 过過 guō, 秘祕 bì, 繁 pó, 祭 zhài, 覃 qín, 薄 bó, 於 yū, 能 nài, 阚闞 kàn,
乜 niè, 佴 nài, 都 dū, 适 kuò, 相 xiàng, 要 yāo, 便 pián, 撒 sǎ, 晟 chéng, 炅 guì, 句 gōu,
肖 xiāo, 令 líng, 尉 wèi, 干 gān, 车車 chē, 宁寧 níng, 盛 shèng, 应應 yīng, 纪紀 jì, 曲 qū,
莘 shēn, 宓 mì, 隗 wěi, 逄 páng, 谌諶 chén, 柏 bǎi, 冼 xiǎn, 贾賈 jiǎ, 强 qiáng, 牟 móu, 阿 ā,
长長 zhǎng
"""
COMPOUND_SURNAMES = """
万俟萬俟 mò qí, 尉迟尉遲 yù chí, 长孙長孫 zhǎng sūn, 澹台澹臺 tán tái, 令狐 líng hú, 鲜于鮮于 xiān yú,
乐正樂正 yuè zhèng, 子车子車 zǐ jū, 夹谷夾谷 jiá gǔ, 拓跋 tuò bá
"""


def main() -> None:
    """Write the table and say how much is in it."""
    first, others = usual_readings()
    for character, (reading,) in entries(READINGS, 1):
        others[character].discard(reading)
        if character in first and first[character] != reading:
            others[character].add(first[character])
        first[character] = reading
    surnames = {
        character: reading for character, (reading,) in entries(SURNAMES, 1) if reading != first[character]
    }
    compound = dict(entries(COMPOUND_SURNAMES, 2))
    lines = [
        f"# Readings of characters from pypinyin {version('pypinyin')}, made by scripts/make_pinyin_table.py",
        "# (https://github.com/mozillazg/python-pinyin, MIT, Copyright (c) 2016 mozillazg, 闲耘).",
        "# Each line is a syllable with its tone (5 for none, v for ü) and the characters that are read so.",
        "[usual]",
        *grouped((character, [reading]) for character, reading in first.items()),
        "[also]",
        *grouped((character, sorted(readings)) for character, readings in others.items()),
        "[surnames]",
        *grouped((character, [reading]) for character, reading in surnames.items()),
        "[compound surnames]",
        *(
            f"{name} {' '.join(numbered(reading) for reading in readings)}"
            for name, readings in sorted(compound.items())
        ),
    ]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{TABLE.name}: {len(first)} characters, {TABLE.stat().st_size} bytes")


def usual_readings() -> tuple[dict[str, str], defaultdict[str, set[str]]]:
    """Each character's first reading, and its other usual ones."""
    uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for phrase, syllables in phrases_dict.items():
        for character, readings in zip(phrase, syllables, strict=False):
            uses[character][readings[0]] += 1
    first: dict[str, str] = {}
    others: defaultdict[str, set[str]] = defaultdict(set)
    for code, listed in pinyin_dict.items():
        character, readings = chr(code), listed.split(",")
        first[character] = readings[0]
        total = uses[character].total()
        for reading in readings[1:]:
            count = uses[character][reading]
            if count >= LEAST_PHRASES and count >= LEAST_SHARE * total:
                others[character].add(reading)
    return first, others


def entries(text: str, syllables: int) -> list[tuple[str, tuple[str, ...]]]:
    """The characters, or words of as many characters as syllables, of a list above with their readings."""
    found = []
    for entry in text.replace("\n", " ").split(","):
        words, *readings = entry.split()
        found += [(words[at : at + syllables], tuple(readings)) for at in range(0, len(words), syllables)]
    return found


def grouped(readings: Iterable[tuple[str, list[str]]]) -> list[str]:
    """Lines of a numbered reading and its characters, in the order of syllable, tone and code point."""
    lines: defaultdict[str, set[str]] = defaultdict(set)
    for character, toned in readings:
        for reading in toned:
            lines[numbered(reading)].add(character)
    return [f"{reading} {''.join(sorted(characters))}" for reading, characters in sorted(lines.items())]


def numbered(reading: str) -> str:
    """A toned reading in plain letters: zhāng → zhang1, lǜ → lv4, ê̄ → e1."""
    letters = unicodedata.normalize("NFD", reading)
    tones = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
    tone = next((tones[mark] for mark in letters if mark in tones), "5")
    plain = "".join(mark for mark in letters if mark not in tones).replace("u\u0308", "v")
    return "".join(letter for letter in plain if "a" <= letter <= "z") + tone


if __name__ == "__main__":
    main()
