"""Certificates: what stands on them, numbers given once, the honours of nominations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.award import Honour, Nomination, advance
from models.certificate import (
    PLACES,
    CertificateDesign,
    CertificateLine,
    award_year,
    copy_design,
    day_in_words,
    designs,
    honours_from,
    lines_of,
    number_honours,
    texts,
    written,
)
from models.changes import change
from models.errors import AppError
from models.journal import last_undoable, undo
from models.settings import set_office
from models.store import Store
from tests.models.people import branch, member


def honour(day: str = "2010-05-04", **values: object) -> Honour:
    with change("登记荣誉"):
        made = Honour(name="优秀共青团员", granted=day, **values)
        made.save()
    return made


def numbers() -> list[str | None]:
    return [each.certificate_number for each in Honour.select().order_by(Honour.id)]


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("2011-05-04", "二〇一一年五月四日"),
        ("2010-10-20", "二〇一〇年十月二十日"),
        ("2010-12-31", "二〇一〇年十二月三十一日"),
        ("2010-11", "二〇一〇年十一月"),
        ("2009", "二〇〇九年"),
    ],
)
def test_a_day_is_written_in_words(iso: str, said: str) -> None:
    assert day_in_words(iso) == said


@given(st.dates())
def test_days_in_words_differ(day) -> None:  # type: ignore[no-untyped-def]
    said = day_in_words(day.isoformat())
    counted = dict(zip("〇一二三四五六七八九", range(10), strict=True))

    def number(words: str) -> int:
        tens, ten, ones = words.rpartition("十")
        return (counted[tens] if tens else 1 if ten else 0) * 10 + (counted[ones] if ones else 0)

    year, rest = said.split("年")
    month, rest = rest.split("月")
    assert int("".join(str(counted[sign]) for sign in year)) == day.year
    assert (number(month), number(rest.removesuffix("日"))) == (day.month, day.day)


def test_each_year_has_its_own_numbers_and_none_is_given_twice(store: Store) -> None:
    home = branch()
    set_office({"certificate_prefix": "SW"})
    made = [honour(day, organisation=home) for day in ("2010-05-04", "2011-05-04", "2010-06-01")]
    assert number_honours(made) == 3
    assert numbers() == ["SW20100001", "SW20110001", "SW20100002"]
    assert number_honours(made) == 0
    with change("删除"):
        made[2].delete_instance()
    assert number_honours([honour("2010-07-01", organisation=home)]) == 1
    assert numbers()[-1] == "SW20100003"


def test_an_undone_numbering_leaves_its_numbers_used(store: Store) -> None:
    one = honour(organisation=branch())
    number_honours([one])
    last = last_undoable()
    assert last is not None and last.name == "编证书编号（1张）"
    undo(last.id)
    again = Honour.get_by_id(one.id)
    assert again.certificate_number is None
    number_honours([again])
    assert numbers() == ["20100002"]


def test_a_number_typed_by_hand_counts_and_is_not_taken_again(store: Store) -> None:
    home = branch()
    honour(organisation=home, certificate_number="20100007")
    with pytest.raises(AppError, match="证书编号"):
        honour("2010-06", organisation=home, certificate_number="20100007")
    number_honours([honour("2010-07", organisation=home)])
    assert numbers() == ["20100007", "20100008"]


def test_the_texts_of_a_member_and_of_an_organisation(store: Store) -> None:
    home = branch("泵站团支部")
    set_office({"office_full_name": "共青团某局委员会"})
    person = member("张小明", home)
    of_person = texts(honour(member=person))
    assert (of_person["称呼"], of_person["单位"], of_person["落款"]) == (
        "张小明同志",
        "泵站团支部",
        "共青团某局委员会",
    )
    of_branch = texts(honour(organisation=home, granted_by="团区委"))
    assert (of_branch["称呼"], of_branch["姓名"], of_branch["落款"]) == ("泵站团支部", "泵站团支部", "团区委")
    assert set(of_person) == set(PLACES)
    assert written("{姓名}：{年度}{没有}", of_person) == "张小明：2010{没有}"


def test_the_year_is_that_of_the_nomination(store: Store) -> None:
    person = member("张小明", branch())
    with change("推荐"):
        one = Nomination(kind="优秀共青团员", year=2010, member=person, state="获批")
        one.save()
    assert honours_from([one]) == []
    advance(one, "已表彰", "2011-05-04")
    found = honours_from([one])
    assert [award_year(each) for each in found] == [2010]
    number_honours(found)
    assert numbers() == ["20100001"]
    assert award_year(honour("2011-05-04", organisation=branch("另一团支部"))) == 2011


def test_designs_are_shipped_copied_and_deleted_with_their_texts(store: Store) -> None:
    shipped = designs()
    assert [each.backing for each in shipped] == ["线框", "线框"]
    for design in shipped:
        width, height = design.size
        for line in lines_of(design):
            assert line.left + line.width <= width and line.top < height
    copied = copy_design(shipped[0], "我们的证书")
    assert [line.text for line in lines_of(copied)] == [line.text for line in lines_of(shipped[0])]
    with change("删除"):
        copied.delete_instance()
    assert CertificateLine.select().where(CertificateLine.design == copied.id).count() == 0
    assert CertificateDesign.select().count() == 2


def test_an_unknown_place_is_refused(store: Store) -> None:
    line = CertificateLine(design=designs()[0].id, text="{性命}")
    assert [problem.field for problem in line.check()] == ["text"]
