"""The office's document numbers: form, next one, what is taken however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.award import Nomination
from models.changes import change
from models.document_number import form_problem, next_number, said_of, squashed, uses
from models.reporting import Sent
from models.settings import set_office, signature
from models.store import Store
from tests.models.people import branch, member


def sent(number: str | None, name: str = "汇总表") -> Sent:
    with change("登记上报"):
        made = Sent(name=name, year=2010, sent_on="2010-04-01", document=number, digest="0" * 64)
        made.save()
    return made


def test_without_a_prefix_nothing_is_offered(store: Store) -> None:
    assert next_number(2010) is None


@pytest.mark.parametrize(
    ("form", "taken", "following"),
    [
        ("", "水团〔2010〕9号", "水团〔2010〕10号"),
        ("", "水团[2010] 第9号", "水团〔2010〕10号"),
        ("", "水团（２０１０）９号", "水团〔2010〕10号"),
        ("", "水团〔2009〕9号", "水团〔2010〕3号"),
        ("", "区团〔2010〕9号", "水团〔2010〕3号"),
        ("{字头}{年}-{号}", "水团2010-041", "水团2010-42"),
    ],
)
def test_the_next_number_follows_the_highest_of_the_year(
    store: Store, form: str, taken: str, following: str
) -> None:
    set_office({"document_prefix": "水团", "document_form": form})
    sent("水团〔2010〕2号" if not form else None)
    sent(taken, "另一张表")
    assert next_number(2010) == following


def test_a_taken_number_is_pointed_out_but_not_to_its_own_record(store: Store) -> None:
    first = sent("水团〔2010〕5号")
    assert said_of("水团(2010)5号") == "这个文号已用于上报记录“汇总表”。"
    assert said_of("水团(2010)5号", [first]) == ""
    assert uses("") == []
    second = sent("水团 [2010] 5号", "第二张")
    assert [(problem.field, problem.severity) for problem in second.check()] == [("document", "warning")]
    person = member("张小明", branch())
    with change("推荐"):
        one = Nomination(kind="优秀共青团员", year=2010, member=person, sent_document="水团〔2010〕6号")
        one.save()
    assert said_of("水团〔2010〕6号", [one]) == ""
    assert "推荐“张小明”" in said_of("水团〔2010〕6号")


@given(st.integers(1900, 2100), st.integers(1, 9999))
def test_every_way_of_writing_a_number_is_the_same_number(year: int, number: int) -> None:
    ways = {
        f"水团〔{year}〕{number}号",
        f"水团[{year}]{number}号",
        f"水团（{year}） 第{number}号",
        f"水 团【{year}】{number} 号",
    }
    assert len({squashed(way) for way in ways}) == 1
    assert squashed(f"水团〔{year}〕{number + 1}号") not in {squashed(way) for way in ways}


def test_a_form_needs_year_and_number() -> None:
    assert form_problem("{字头}{年}{号}") == ""
    assert "{号}" in form_problem("{字头}〔{年}〕")


def test_the_signature_is_the_full_name_unless_it_is_set(store: Store) -> None:
    set_office({"office_name": "局团委", "office_full_name": "共青团某局委员会"})
    assert signature() == "共青团某局委员会"
    set_office({"signature": "某局团委"})
    assert signature() == "某局团委"
