"""A draw follows from its lists and its seed alone, and can be recounted elsewhere."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.draw_rule import (
    Candidate,
    Inspector,
    assign,
    candidates_of,
    default_seed,
    digest_of,
    draw,
    frozen,
    inspectors_of,
    one_word,
    shares,
)
from models.errors import AppError

# Counted with printf, sort (LC_ALL=C) and sha256sum.
LINES = ["乙团支部｜城东片", "甲团支部｜城东片", "戊团支部｜城西片", "丙团支部｜城东片", "丁团支部｜城西片"]
DIGEST = "b3d62322eb6e5bb132bcd07a05a7b74c00bed63065f334c0827869ae978b9c8d"
SEED = "20101115彩票07-12-23"
POOL = ["张一｜甲团支部｜甲团支部", "李二｜乙团支部｜乙团支部", "王三｜局团委｜局团委"]
POOL_DIGEST = "f96c0ae1e6a231feb521d215ea8e9fe64b7c847930b1a1af076bef6ff5447527"

names = st.lists(
    st.text("甲乙丙丁戊己庚辛壬癸", min_size=1, max_size=3), min_size=1, max_size=12, unique=True
)
seeds = st.text(max_size=12)


def test_the_same_list_and_seed_give_what_the_pocket_script_gave() -> None:
    text = frozen(LINES)
    assert digest_of(text) == DIGEST
    picked = draw(text, SEED, 3)
    assert [(each.name, each.lot[:8]) for each in picked] == [
        ("甲团支部", "870eacc8"),
        ("乙团支部", "ecdeba6c"),
        ("戊团支部", "0a745ea8"),
    ]
    pool = frozen(POOL)
    assert digest_of(pool) == POOL_DIGEST
    teams = assign(pool, SEED, [each.name for each in picked], 1)
    assert [team[0].name for team in teams.values()] == ["李二", "王三", "张一"]
    assert default_seed("2010-11-15", DIGEST) == "2010-11-15-b3d62322eb6e5bb1"


@pytest.mark.parametrize("language", ["C", "zh_CN.UTF-8", "tr_TR.UTF-8"])
def test_neither_language_nor_hash_seed_of_the_machine_matters(language: str) -> None:
    code = (
        "from tests.models.test_draw_rule import *\n"
        "print(*(each.lot[:4] for each in draw(frozen(LINES), SEED, 4)))\n"
        "print(*(each.name for each in assign(frozen(POOL), SEED, ['甲团支部'], 2)['甲团支部']))"
    )
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
        env=os.environ | {"LC_ALL": language, "PYTHONHASHSEED": str(len(language))},
        check=True,
    )
    assert told.stdout.split() == ["870e", "ecde", "0a74", "5d13", "李二", "王三"]


def test_how_a_list_was_typed_does_not_matter() -> None:
    assert frozen([f"　{line} " for line in reversed(LINES)] + LINES[:2] + [""]) == frozen(LINES)
    assert one_word("财务｜审计 团支部 ") == "财务|审计 团支部"
    candidate = Candidate("甲团支部", "团支部·城东片")
    assert candidates_of(frozen([candidate.line, "乙团支部"])) == [Candidate("乙团支部"), candidate]
    everyone = [Inspector("张一", "甲、乙团支部", ("供水团总支", "甲、乙团支部")), Inspector("王三")]
    assert set(inspectors_of(frozen(each.line for each in everyone))) == set(everyone)


@given(names, seeds, st.data())
def test_who_is_drawn_is_on_the_list_once_and_in_number(
    wanted: list[str], seed: str, data: st.DataObject
) -> None:
    strata = [data.draw(st.sampled_from("东西南")) for _ in wanted]
    lines = [Candidate(name, stratum).line for name, stratum in zip(wanted, strata, strict=True)]
    count = data.draw(st.integers(1, len(wanted)))
    picked = draw(frozen(lines), seed, count)
    assert len({each.name for each in picked}) == len(picked) == count
    assert picked == draw(frozen(data.draw(st.permutations(lines))), seed, count)
    sizes, drawn = Counter(strata), Counter(each.stratum for each in picked)
    for name, size in sizes.items():
        assert abs(drawn[name] - count * size / len(wanted)) < 1
    every = draw(frozen(lines), seed, count, per_stratum=True)
    assert Counter(each.stratum for each in every) == {name: min(count, size) for name, size in sizes.items()}


@given(st.dictionaries(st.sampled_from("东西南北中"), st.integers(1, 30), min_size=1), st.data())
def test_shares_add_up_and_leave_nobody_out_when_asked(sizes: dict[str, int], data: st.DataObject) -> None:
    count = data.draw(st.integers(len(sizes), sum(sizes.values())))
    found = shares(sizes, count, True, {name: name for name in sizes})
    assert sum(found.values()) == count
    assert all(1 <= found[name] <= size for name, size in sizes.items())


def test_too_few_are_refused_in_words() -> None:
    text = frozen(LINES)
    with pytest.raises(AppError, match="只有5个团组织，抽不出6个"):
        draw(text, SEED, 6)
    with pytest.raises(AppError, match="分为2层，只抽1个"):
        draw(text, SEED, 1, each=True)
    with pytest.raises(AppError, match="没有可以抽取"):
        draw("", SEED, 1)
    with pytest.raises(AppError, match="“甲团支部”要派3名督查人员，名单上能派的只有2名"):
        assign(frozen(POOL), SEED, ["甲团支部"], 3)


@given(
    st.integers(1, 4),
    st.lists(st.frozensets(st.integers(0, 3), max_size=2), min_size=2, max_size=4),
    st.integers(1, 2),
    seeds,
)
def test_nobody_inspects_where_barred_and_the_loads_are_as_even_as_can_be(
    places: int, barring: list[frozenset[int]], size: int, seed: str
) -> None:
    drawn = [f"{place}支部" for place in range(places)]
    everyone = [
        Inspector(f"{number}某", "", tuple(f"{place}支部" for place in barred))
        for number, barred in enumerate(barring)
    ]
    choices = [
        list(itertools.combinations([each for each in everyone if name not in each.barred], size))
        for name in drawn
    ]
    text = frozen(each.line for each in everyone)
    if not all(choices):
        with pytest.raises(AppError):
            assign(text, seed, drawn, size)
        return
    teams = assign(text, seed, drawn, size)
    for name, team in teams.items():
        assert len(set(team)) == size
        assert all(name not in each.barred for each in team)

    def unevenness(way: tuple[tuple[Inspector, ...], ...]) -> int:
        return sum(load**2 for load in Counter(each.name for team in way for each in team).values())

    best = min(unevenness(way) for way in itertools.product(*choices))
    assert unevenness(tuple(tuple(team) for team in teams.values())) == best
