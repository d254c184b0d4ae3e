"""The lists of words that the office edits: activity categories, levels, offices, degrees …"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from models.fields import Choice, Flag, Integer, Text, Words
from models.record import Problem, Record, warning

# The dictionaries there are, by the name under which they are stored, with what people call them.
DICTIONARIES = {
    "activity_category": "三比三争类别",
    "activity_kind": "活动项目",
    "politics": "政治面貌",
    "education": "文化程度",
    "degree": "学位",
    "ethnicity": "民族",
    "branch_post": "支部职务",
    "committee_post": "委员会职务",
    "honour_level": "荣誉级别",
    "member_grade": "教育评议等次",
    "assessment_grade": "年度考核等次",
    "partner": "协作团体",
}


class DictionaryEntry(Record):
    """One word of one dictionary; never deleted while records use it, only retired."""

    label = "字典词条"
    key = ("dictionary", "word")
    search_fields = ("word",)

    dictionary = Choice("字典", Words(DICTIONARIES), required=True)
    word = Text("词条", required=True, limit=60, width=20)
    parent = Text("上级词条", limit=60, width=14)
    synonyms = Text("其他写法", hint="用顿号分开", width=24)
    position = Integer("顺序", default=0)
    active = Flag("启用", default=True, required=True)

    _words: ClassVar[dict[str, Words]] = {}

    def heading(self) -> str:
        return str(self.word)

    def rules(self) -> Iterator[Problem]:
        same = DictionaryEntry.select().where(
            DictionaryEntry.dictionary == self.dictionary,
            DictionaryEntry.word == self.word,
            DictionaryEntry.id != self.get_id(),
        )
        if same.exists():
            yield Problem("word", "这个字典里已有这个词")
        if self.parent and not DictionaryEntry.select().where(DictionaryEntry.word == self.parent).exists():
            yield warning("parent", "没有这个上级词条")

    @classmethod
    def forget_cached(cls) -> None:
        super().forget_cached()
        cls._words = {}

    @classmethod
    def words(cls, dictionary: str) -> Words:
        """The words of a dictionary in their order, with their other writings."""
        if dictionary not in cls._words:
            entries = list(
                cls.select()
                .where(cls.dictionary == dictionary)
                .order_by(cls.active.desc(), cls.position, cls.id)
            )
            synonyms = {
                other.strip(): str(entry.word)
                for entry in entries
                for other in (entry.synonyms or "").split("、")
            }
            synonyms.pop("", None)
            cls._words[dictionary] = Words((str(entry.word) for entry in entries if entry.active), synonyms)
        return cls._words[dictionary]

    @classmethod
    def parent_of(cls, dictionary: str, word: str) -> str | None:
        """The word above, e.g. 比贡献 for 水上保洁."""
        entry = cls.get_or_none(cls.dictionary == dictionary, cls.word == word)
        return None if entry is None else entry.parent

    @classmethod
    def children(cls, dictionary: str, parent: str) -> list[str]:
        """The active words under a word, in their order."""
        found = (
            cls.select()
            .where(cls.dictionary == dictionary, cls.parent == parent, cls.active)
            .order_by(cls.position, cls.id)
        )
        return [str(entry.word) for entry in found]


def words_of(*dictionaries: str) -> Callable[[], Words]:
    """The words of one or more dictionaries, as a Choice field asks for them."""

    def words() -> Words:
        if len(dictionaries) == 1:
            return DictionaryEntry.words(dictionaries[0])
        lists = [DictionaryEntry.words(dictionary) for dictionary in dictionaries]
        return Words(
            dict.fromkeys(word for each in lists for word in each.words),
            {other: word for each in lists for other, word in each.synonyms.items()},
        )

    return words
