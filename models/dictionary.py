"""The lists of words that the office edits: activity categories, levels, offices, degrees …"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

from models.changes import change, running
from models.errors import AppError
from models.fields import Choice, Flag, Integer, Text, Words
from models.kinds import all_kinds
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
    "district": "片区",
    "review_grade": "领导点评等次",
    "inspection_item": "督查核查项",
    "satisfaction": "满意度等次",
    "commitment_channel": "承诺公开方式",
    "demand_form": "报送形式",
    "news_kind": "信息种类",
    "news_channel": "发布渠道",
    "news_media": "媒体类别",
    "use_level": "采用级别",
    "brand_kind": "创建品牌",
}

# Words that rules and figures of the program ask for by name: they are neither renamed nor retired nor deleted.
FIXED_WORDS = {
    "activity_category": ("比贡献", "比作为", "比成效"),
    "politics": ("中共党员", "中共预备党员", "共青团员", "群众"),
    "branch_post": ("书记",),
    "member_grade": ("优秀", "合格", "基本合格", "不合格"),
    "committee_post": ("书记", "副书记"),
    "honour_level": ("国家级", "省市级", "区级", "局级"),
    "brand_kind": ("青年文明号", "青年岗位能手"),
    "news_kind": ("信息动态", "工作简报", "调研文章", "总结", "领导批示", "宣传报道", "其他材料"),
    "use_level": ("局", "区", "市", "全国"),
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
    _parents: ClassVar[dict[str, dict[str, str | None]]] = {}

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
        if self.is_fixed() and not self.active:
            yield Problem("active", f"“{self.word}”是程序统计要用的词，不能停用")

    def is_fixed(self) -> bool:
        """Whether rules and figures ask for this word by name."""
        return self.word in FIXED_WORDS.get(self.dictionary, ())

    def delete_instance(self, recursive: bool = False, delete_nullable: bool = False) -> int:
        """Delete a word that nothing uses; AppError when it is in use: it can only be retired."""
        if self.is_fixed():
            raise AppError(f"“{self.word}”是程序统计要用的词，不能删除。", "它的其他写法可以修改。")
        found = uses(self)
        if found:
            raise AppError(
                f"“{self.word}”有{in_words(found)}在用，不能删除。",
                "可以停用：已有的记录不变，新记录不再选它。",
            )
        return super().delete_instance(recursive, delete_nullable)

    @classmethod
    def forget_cached(cls) -> None:
        super().forget_cached()
        cls._words = {}
        cls._parents = {}

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
            # A retired word is offered no more, but old sheets and records that have it are still understood.
            synonyms.update({str(entry.word): str(entry.word) for entry in entries if not entry.active})
            cls._words[dictionary] = Words((str(entry.word) for entry in entries if entry.active), synonyms)
        return cls._words[dictionary]

    @classmethod
    def parent_of(cls, dictionary: str, word: str) -> str | None:
        """The word above, e.g. 比贡献 for 水上保洁."""
        # Asked of every row of an import: read once, until an entry changes.
        if dictionary not in cls._parents:
            entries = cls.select().where(cls.dictionary == dictionary)
            cls._parents[dictionary] = {str(entry.word): entry.parent for entry in entries}
        return cls._parents[dictionary].get(word)

    @classmethod
    def children(cls, dictionary: str, parent: str) -> list[str]:
        """The active words under a word, in their order."""
        found = (
            cls.select()
            .where(cls.dictionary == dictionary, cls.parent == parent, cls.active)
            .order_by(cls.position, cls.id)
        )
        return [str(entry.word) for entry in found]


class WordsOf:
    """Gives a Choice field the words of one or more dictionaries, as they are when they are asked for."""

    def __init__(self, *dictionaries: str) -> None:
        self.dictionaries = dictionaries

    def __call__(self) -> Words:
        if len(self.dictionaries) == 1:
            return DictionaryEntry.words(self.dictionaries[0])
        lists = [DictionaryEntry.words(dictionary) for dictionary in self.dictionaries]
        return Words(
            dict.fromkeys(word for each in lists for word in each.words),
            {other: word for each in lists for other, word in each.synonyms.items()},
        )


def words_of(*dictionaries: str) -> WordsOf:
    """The words of one or more dictionaries, as a Choice field asks for them."""
    return WordsOf(*dictionaries)


class Use(NamedTuple):
    """The records of one kind that have a word in one field."""

    kind: type[Record]
    field: str
    ids: tuple[int, ...]


def uses(entry: DictionaryEntry) -> list[Use]:
    """Where a word is in use, found through the fields that take their words from its dictionary.

    A field with several dictionaries (the post: of branches and of committees) does not count while another of them
    has the same word. Words below it in a dictionary are uses as well.
    """
    found = []
    for kind in all_kinds():
        for field in kind.stored_fields():
            if isinstance(field, Choice) and _takes_from(field, entry):
                held = kind.select(kind.id).where(field == entry.word)
                found.append(Use(kind, field.name, tuple(record.get_id() for record in held)))
    below = DictionaryEntry.select(DictionaryEntry.id).where(_is_below(entry))
    found.append(Use(DictionaryEntry, "parent", tuple(record.get_id() for record in below)))
    return [use for use in found if use.ids]


def _takes_from(field: Choice, entry: DictionaryEntry) -> bool:
    source = field.source
    if not isinstance(source, WordsOf) or entry.dictionary not in source.dictionaries:
        return False
    others = [name for name in source.dictionaries if name != entry.dictionary]
    return not any(entry.word in DictionaryEntry.words(name).words for name in others)


def _is_below(entry: DictionaryEntry) -> Any:
    # Only the kinds of activity stand under a word of another dictionary, their category.
    above = entry.word if entry.dictionary == "activity_category" else None
    return (DictionaryEntry.dictionary == "activity_kind") & (DictionaryEntry.parent == (above or "-"))


def in_words(found: Sequence[Use]) -> str:
    """Uses as people count them: 12条活动记录、3条团员记录."""
    counts: dict[str, int] = {}
    for use in found:
        counts[use.kind.label] = counts.get(use.kind.label, 0) + len(use.ids)
    return "、".join(f"{count}条{label}记录" for label, count in counts.items())


def rename(entry: DictionaryEntry, word: str, with_records: bool) -> int:
    """Give a word another writing, as one action; returns how many records were changed with it.

    The old writing stays known as another writing of it, so that sheets made before are still understood.
    """
    if entry.is_fixed():
        raise AppError(f"“{entry.word}”是程序统计要用的词，不能改名。", "可以把另外的叫法填在其他写法里。")
    old, found = str(entry.word), uses(entry)
    with change(f"“{old}”改为“{word}”"):
        entry.word = word
        others = [other for other in (entry.synonyms or "").split("、") if other and other != word]
        entry.synonyms = "、".join(dict.fromkeys([*others, old]))
        entry.save()
        changed: list[Record] = []
        for use in found if with_records else ():
            records = list(use.kind.select().where(use.kind.id.in_(use.ids)))
            for record in records:
                setattr(record, use.field, word)
            changed += records
        running().save_all(changed)
    return len(changed)


def arrange(entries: Sequence[DictionaryEntry]) -> None:
    """Keep this order of the words of one dictionary."""
    positions = sorted(entry.position or 0 for entry in entries)
    if len(set(positions)) < len(positions):
        positions = list(range(len(entries)))
    with change(f"调整{DICTIONARIES[entries[0].dictionary]}的顺序") as current:
        for entry, position in zip(entries, positions, strict=True):
            entry.position = position
        current.save_all(entries)
