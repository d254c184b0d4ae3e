"""Sorting and finding Chinese text by its readings, against a slow and simple reading of the same rules."""

import random
import re
import string

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from models.pinyin import Index, fold, matches, name_key, text_key

# characters and all their usual syllables, written down here by hand
SYLLABLES = {
    "张": ["zhang"],
    "赵": ["zhao"],
    "照": ["zhao"],
    "郝": ["hao"],
    "好": ["hao"],
    "三": ["san"],
    "王": ["wang"],
    "吴": ["wu"],
    "欧": ["ou"],
    "阳": ["yang"],
    "安": ["an"],
    "西": ["xi"],
    "先": ["xian"],
    "吕": ["lv"],
    "艾": ["ai", "yi"],
    "力": ["li"],
    "娜": ["na", "nuo"],
    "单": ["dan", "shan"],
    "曾": ["ceng", "zeng"],
    "查": ["cha", "zha"],
    "乐": ["le", "yue"],
    "重": ["zhong", "chong"],
    "𠮷": ["ji"],
}
NO_LETTERS = {"·": "", "3": "3", "２": "2"}
names = st.text(st.sampled_from(list(SYLLABLES)), min_size=1, max_size=5)
titles = st.text(st.sampled_from([*SYLLABLES, *NO_LETTERS, "A", "b"]), min_size=1, max_size=6)
queries = st.text(st.sampled_from("zhaongsuwlveyic三张3ab ·'Z"), min_size=1, max_size=8)


def found_slowly(query: str, text: str) -> bool:
    """What the rules say, without any index: as one, or else every word."""
    query = fold(query).strip()
    parts = [query] if as_one(query, text) else query.split()
    return all(as_one(part, text) for part in parts)


def as_one(query: str, text: str) -> bool:
    if query in fold(text):
        return True
    has_letter = any(sign in string.ascii_lowercase for sign in query)
    signs = [sign for sign in fold(text) if sign.isalnum()]
    return has_letter and any(goes_on(query, signs[start:]) for start in range(len(signs)))


def goes_on(query: str, signs: list[str]) -> bool:
    """Whether the query is beginnings of these signs' syllables, or the signs themselves, in a row."""
    query = re.sub(r"^[ '·]+", "", query)
    if not query:
        return True
    if not signs:
        return False
    readings = [*SYLLABLES.get(signs[0], []), signs[0]]
    beginnings = {reading[:length] for reading in readings for length in range(1, len(reading) + 1)}
    return any(
        query.startswith(beginning) and goes_on(query[len(beginning) :], signs[1:])
        for beginning in beginnings
    )


@st.composite
def typed(draw: st.DrawFn, name: str) -> str:
    """A part of the name, each character as a beginning of one of its syllables or as itself."""
    start = draw(st.integers(0, len(name) - 1))
    stop = draw(st.integers(start + 1, len(name)))
    query = ""
    for sign in name[start:stop]:
        reading = draw(st.sampled_from(SYLLABLES[sign]))
        query += draw(
            st.sampled_from([reading, reading[0], reading[: draw(st.integers(1, len(reading)))], sign])
        )
        query += draw(st.sampled_from(["", "", "", " ", "'"]))
    return draw(st.sampled_from([query, query.upper(), query.strip()]))


@given(names.flatmap(lambda name: st.tuples(st.just(name), typed(name))), st.lists(names, max_size=6))
def test_a_name_is_found_by_any_mix_of_its_syllables_and_characters(
    case: tuple[str, str], others: list[str]
) -> None:
    name, query = case
    assume(re.search("[a-z]", fold(query)) or query in name)
    assert matches(query, name)
    rows = [(fold(other), other) for other in (*others, name)]
    assert len(others) in Index(rows).search(query)


@given(names)
def test_a_name_is_found_by_full_pinyin_and_by_initials(name: str) -> None:
    syllables = [SYLLABLES[sign][0] for sign in name]
    for query in (
        "".join(syllables),
        " ".join(syllables),
        "".join(s[0] for s in syllables),
        "'".join(syllables),
    ):
        assert matches(query, name), query
        assert Index([(name, name)]).search(query) == [0], query


@given(queries, titles)
@example("hao", "赵照")
@example("zhangs", "张三")
@example("nn", "娜娜")
@example("dans", "单三")
@example("shan", "单")
@example("san3", "三·3")
@example("zhang3", "张,3")
def test_finding_agrees_with_the_slow_rules(query: str, text: str) -> None:
    assume(fold(query).strip(" '·"))
    assert matches(query, text) == found_slowly(query, text)


@given(queries, st.lists(st.tuples(titles, titles), max_size=12))
@example("zhang三", [("", "张,三"), ("", "张三")])
@example("1z", [("", "赵"), ("", "张"), ("", "1张")])
def test_an_index_finds_the_rows_that_the_rules_find(query: str, pairs: list[tuple[str, str]]) -> None:
    assume(fold(query).strip(" '·"))
    rows = [(fold(f"{plain} {names}"), f"{names} {plain}") for plain, names in pairs]
    query = fold(query).strip()

    def finds(part: str, row: tuple[str, str]) -> bool:
        return part in row[0] or any(as_one(part, word) for word in row[1].split())

    expected = [position for position, row in enumerate(rows) if finds(query, row)]
    if not expected and " " in query:
        expected = [
            position for position, row in enumerate(rows) if all(finds(word, row) for word in query.split())
        ]
    assert Index(rows).search(query) == expected


@given(st.lists(queries, min_size=1, max_size=8), st.lists(names, max_size=12))
def test_what_was_searched_before_changes_nothing(before: list[str], listed: list[str]) -> None:
    rows = [(fold(name), name) for name in listed]
    index = Index(rows)
    for query in before:
        for end in range(len(query) + 1):
            assert index.search(query[:end]) == Index(rows).search(query[:end])


@given(st.lists(names, max_size=20), st.integers(1, 7))
def test_an_index_built_in_slices_is_the_same(listed: list[str], rows_at_once: int) -> None:
    rows = [(fold(name), name) for name in listed]
    sliced = Index(rows)
    slices = 1
    while not sliced.prepare(rows_at_once):
        slices += 1
    assert slices == max(1, -(-len(rows) // rows_at_once))
    for query in ("z", "zh", "s", "娜"):
        assert sliced.search(query) == Index(rows).search(query)


def test_the_result_belongs_to_the_caller() -> None:
    index = Index([("张三", "张三")])
    index.search("z").clear()
    assert index.search("z") == [0]
    assert index.search("") == [0]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("zhangsan", "张三"),
        ("zs", "张三"),
        ("zhangs", "张三"),
        ("zhang s", "张三"),
        ("ZhangSan", "张三"),
        ("ｚｓ", "张三"),
        ("张s", "张三"),
        ("zhang三", "张三"),
        ("xian", "西安"),
        ("xi'an", "西安"),
        ("lv", "吕布"),
        ("lü", "吕布"),
        ("jili", "𠮷力"),
        ("𠮷l", "𠮷力"),
        ("maimaiti", "买买提·艾力"),
        ("mmtal", "买买提·艾力"),
        ("买买提·a", "买买提·艾力"),
        ("moqi", "万俟雪"),
        ("yuchi", "尉迟恭"),
        ("shanxiongxin", "单雄信"),
        ("danxiongxin", "单雄信"),
        ("ouyang", "欧阳娜"),
        ("azuo", "A座"),
        ("2yue", "12月"),
        ("anna", "Anna"),
        ("三 张", "张三"),
    ],
)
def test_found(query: str, text: str) -> None:
    assert matches(query, text)
    assert Index([(fold(text), text)]).search(query) == [0]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("hao", "赵云"),
        ("hao", "照明"),
        ("ang", "张三"),
        ("zhangan", "张三"),
        ("zss", "张三"),
        ("sz", "张三"),
        ("mo", "万里"),
        ("xi an", "先"),
        ("王s", "张三"),
        ("张z", "张三"),
    ],
)
def test_not_found(query: str, text: str) -> None:
    assert not matches(query, text)
    assert Index([(fold(text), text)]).search(query) == []


def test_words_are_sought_apart_only_when_they_do_not_match_as_one() -> None:
    rows = [("张三 水务", "张三 水务"), ("张伟 水上", "张伟 水上"), ("李四 水务", "李四 水务")]
    assert Index(rows).search("zhang s") == [0]
    assert Index(rows).search("zhang shui") == [0, 1]
    assert Index(rows).search("水务 zhang") == [0]


def test_plain_text_is_found_in_every_column_but_pinyin_only_in_names() -> None:
    index = Index([(fold("张三 男 ID-88X"), "张三")])
    assert index.search("d-88x") == [0]
    assert index.search("男") == [0]
    assert index.search("nan") == []


# --- sorting

# in alphabetical order of their readings as surnames: bó bǔ chén chóng gě …
SURNAMES = "薄 卜 谌 种 盖 过 华 令狐 缪 万俟 区 朴 仇 任 单 万 解 尉迟 乐 曾 查 翟 长孙"


def test_surnames_sort_by_their_reading_as_surnames() -> None:
    expected = [surname + "小明" for surname in SURNAMES.split()]
    shuffled = random.Random(1).sample(expected, len(expected))
    assert sorted(shuffled, key=name_key) == expected


def test_a_surname_s_reading_is_for_names_only() -> None:
    assert text_key("单位") < text_key("点评")
    assert name_key("单位") > name_key("点评")


@given(st.lists(names, min_size=2, max_size=2))
def test_keys_differ_for_different_text(pair: list[str]) -> None:
    a, b = pair
    assert (text_key(a) == text_key(b)) == (a == b)
    assert (name_key(a) == name_key(b)) == (a == b)


@given(st.lists(st.sampled_from("三王吴欧阳安西先艾力赵郝"), min_size=2, max_size=2))
def test_single_readings_sort_like_their_pinyin(pair: list[str]) -> None:
    a, b = pair
    syllable_a, syllable_b = lazy_pinyin(a)[0], lazy_pinyin(b)[0]
    assume(syllable_a != syllable_b)
    assert (text_key(a) < text_key(b)) == (syllable_a < syllable_b)


def test_tones_order_the_same_syllable_and_characters_the_same_tone() -> None:
    assert sorted("骂马麻妈", key=text_key) == list("妈麻马骂")
    assert sorted(["张伟", "章安", "张安"], key=name_key) == ["张安", "张伟", "章安"]


def test_numbers_and_letters_come_before_characters_and_rare_ones_last() -> None:
    mixed = ["座", "\U00032fff", "b座", "10号", "安", "A座", "2号"]
    assert sorted(mixed, key=text_key) == ["2号", "10号", "A座", "b座", "安", "座", "\U00032fff"]


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_numbers_in_text_sort_by_size(a: int, b: int) -> None:
    assert (text_key(f"第{a}期") < text_key(f"第{b}期")) == (a < b)
    assert text_key(f"第0{a}期") == text_key(f"第{a}期")


@given(st.text())
@example("\ud800")
@example("\ufdd0\ufdd1")
@example("0" * 5000)
def test_any_text_can_be_sorted_and_sought(text: str) -> None:
    name_key(text)
    text_key(text)
    assert matches(text, text)
    index = Index([(fold(text), text), ("", "")])
    assert 0 in index.search(text)
    assert index.search("z" + text)[1:] == []
