"""One file for each branch or record: all of them or none, and none is written over."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Border, Side

from exports.fill_book import plan_workbook
from exports.fill_each import Each, everyone, fill_each
from models.errors import AppError
from models.organisation import Organisation
from models.starter import plant_dictionaries
from models.store import Store
from tests.exports.workbooks import opened
from tests.models.people import branch, committee, member
from ui import commands

BRANCH = (("团组织名称", "联系电话"), ("团员数", "活动次数"), ("上次换届时间", "组织类型"))
PERSON = (("姓名", "性别"), ("出生年月", "民族"), ("所在团组织", "政治面貌"))


def form(path: Path, labels: tuple[tuple[str, str], ...]) -> Path:
    """A form sheet: labels, each with its place to the right."""
    book = openpyxl.Workbook()
    for row, words in enumerate(labels, 2):
        for column, word in zip((1, 3), words, strict=True):
            book.active.cell(row, column, word)
        for column in range(1, 5):
            book.active.cell(row, column).border = Border(*[Side("thin")] * 4)
    book.save(path)
    return path


@pytest.fixture
def office(store: Store) -> Store:
    plant_dictionaries()
    top = committee()
    for name in ("甲团支部", "乙/团支部"):
        home = branch(name, top)
        for person in ("张明", "李娜") if name.startswith("甲") else ("张明",):
            member(person, home, sex="男" if person == "张明" else "女", born="1985-03")
    return store


@pytest.mark.usefixtures("office")
def test_a_file_for_each_branch(tmp_path: Path) -> None:
    plan = plan_workbook(form(tmp_path / "情况表.xlsx", BRANCH))
    made = fill_each(plan, 2010, tmp_path / "果", everyone(plan, 2010))
    assert [path.name for path in made] == ["情况表（甲团支部）.xlsx", "情况表（乙_团支部）.xlsx"]
    found = [(opened(path).active["B2"].value, opened(path).active["B3"].value) for path in made]
    assert found == [("甲团支部", 2), ("乙/团支部", 1)]
    with pytest.raises(AppError, match="没有覆盖"):
        fill_each(plan, 2010, tmp_path / "果", everyone(plan, 2010))
    first = Organisation.get(name="甲团支部")
    assert [each.name for each in everyone(plan, 2010, first)] == ["甲团支部"]


@pytest.mark.usefixtures("office")
def test_a_file_for_each_member_also_of_one_name(tmp_path: Path) -> None:
    plan = plan_workbook(form(tmp_path / "登记表.xlsx", PERSON))
    made = fill_each(plan, 2010, tmp_path / "果", everyone(plan, 2010))
    assert [path.name for path in made] == [
        "登记表（张明1）.xlsx",
        "登记表（李娜）.xlsx",
        "登记表（张明3）.xlsx",
    ]
    assert [opened(path).active["B4"].value for path in made] == ["甲团支部", "甲团支部", "乙/团支部"]


@pytest.mark.usefixtures("office")
def test_half_a_set_is_not_left_behind(tmp_path: Path) -> None:
    plan = plan_workbook(form(tmp_path / "情况表.xlsx", BRANCH))
    whom = [*everyone(plan, 2010), Each("谁")]  # a form about nobody
    with pytest.raises(AppError, match="一个团组织一张"):
        fill_each(plan, 2010, tmp_path / "果", whom)
    assert list((tmp_path / "果").iterdir()) == []
    with pytest.raises(AppError, match="没有要填"):
        fill_each(plan, 2010, tmp_path / "空", [])


def test_command_line(tmp_path: Path, office: Store, capsys: pytest.CaptureFixture[str]) -> None:
    data, template = office.folder, form(tmp_path / "情况表.xlsx", BRANCH)
    office.close()
    words = ["--data", str(data), "fill", str(template), "--year", "2010", "--out", str(tmp_path / "果")]
    assert commands.main([*words, "--each", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [Path(each["file"]).name for each in said["files"]] == [
        "情况表（甲团支部）.xlsx",
        "情况表（乙_团支部）.xlsx",
    ]
    assert said["files"][0]["sheets"][0]["kind"] == "form"
    assert commands.main([*words, "--each"]) == 2
