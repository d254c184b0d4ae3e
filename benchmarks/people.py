"""Invented members by the thousand for the measurements: as a workbook and as records in a data folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from models import id_number
from models.changes import change
from models.member import Member
from models.organisation import Organisation
from models.store import open_store

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建文玲红波辉鹏飞雪梅琳晨宇浩欣佳怡梓涵子轩思雨若曦"
PLACES = ("江苏南京", "浙江宁波", "上海松江", "安徽合肥", "山东青岛")
BRANCHES = 400  # of a large list; an office of usual size has some 25
# The columns of the roster, by the fields of Member: twenty of those that format 2 has.
ROSTER = (
    "branch", "name", "sex", "ethnicity", "born", "id_number", "native_place", "politics", "education", "joined",
    "joined_at", "post", "job", "work_since", "phone", "card_number", "volunteer", "volunteer_since",
    "last_grade", "dues_until",
)  # fmt: skip


def branch_name(number: int) -> str:
    """The name of a branch, counted from 0."""
    return f"第{number + 1}水务站团支部"


def people(count: int, branches: int = BRANCHES) -> Iterator[dict[str, str]]:
    """Members as a roster writes them, one dictionary by field a person; valid, no ID number twice."""
    first_day = date(1984, 1, 1)
    for number in range(count):
        born = first_day + timedelta(days=number * 7 % 4000)
        first17 = f"310117{born:%Y%m%d}{number // 4000 * 2 + number % 2:03d}"
        given = GIVEN[number * 7 % len(GIVEN)] + GIVEN[number * 13 // 50 % len(GIVEN)]
        yield {
            "branch": branch_name(number * branches // max(count, 1)),
            "name": SURNAMES[number % len(SURNAMES)] + (given if number % 3 else given[0]),
            "sex": "男" if number % 2 else "女",
            "ethnicity": "汉族",
            "born": f"{born:%Y.%m}",
            "id_number": first17 + id_number.check_digit(first17),
            "native_place": PLACES[number % len(PLACES)],
            "politics": "共青团员",
            "education": "大学本科",
            "joined": f"{born.year + 15}.05",
            "joined_at": "第一中学",
            "post": "" if number % 10 else "组织委员",
            "job": "排水管理员",
            "work_since": f"{born.year + 22}.07",
            "phone": f"139{number:08d}",
            "card_number": f"T{number:07d}",
            "volunteer": "是",
            "volunteer_since": "2009.03",
            "last_grade": "合格",
            "dues_until": "2010.12",
        }


def write_roster(path: Path, count: int) -> None:
    """A workbook of `count` members: a title, one header row, the texts shared as Excel writes them."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("花名册")
        sheet.write_string(0, 0, "团员花名册")
        for column, name in enumerate(ROSTER):
            sheet.write_string(1, column, Member.field(name).label)
        for row, person in enumerate(people(count), start=2):
            for column, name in enumerate(ROSTER):
                sheet.write_string(row, column, person[name])


def fill_store(folder: Path, members: int, branches: int = BRANCHES) -> None:
    """A data folder with so many branches and members."""
    store = open_store(folder, who="测量")
    try:
        with change("建立团组织") as c:
            c.save_all([Organisation(name=branch_name(number), kind="团支部") for number in range(branches)])
        ids = {title: id_ for id_, title in Organisation.titles().items()}
        with change("建立团员") as c:
            c.save_all([_member(person, ids) for person in people(members, branches)])
    finally:
        store.close()


def _member(person: dict[str, str], branches: dict[str, int]) -> Member:
    texts = {name: text for name, text in person.items() if name != "branch"}
    values = {name: Member.field(name).read(text).value for name, text in texts.items()}
    return Member(branch=branches[person["branch"]], **values)
