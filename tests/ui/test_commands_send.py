"""Sending and collecting from the command line: what is made, what comes back, exit codes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from models.assessment import Assessment
from models.reporting import Request
from models.starter import plant_dictionaries, plant_scheme
from models.store import open_store
from tests.models.people import branch, committee
from ui import commands


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A closed data folder with two branches and a scheme."""
    folder = tmp_path / "数据"
    store = open_store(folder, who="测试员")
    try:
        plant_dictionaries()
        plant_scheme(2010)
        top = committee()
        for name in ("甲团支部", "乙团支部"):
            branch(name, top, founded="2000-01")
    finally:
        store.close()
    return folder


def run(data: Path, *arguments: object) -> int:
    return commands.main(["--data", str(data), *map(str, arguments)])


def test_sent_filled_and_collected(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "下发"
    assert run(data, "send", "activity", "--year", 2010, "--out", out, "--due", "2099-12-25") == 0
    assert capsys.readouterr().out == f"已做好2份活动上报表：{out}\n"
    path = out / "甲团支部.xlsx"
    book = openpyxl.load_workbook(path)
    for column, value in zip("BDE", ("比贡献", "清理河道", date(2010, 5, 4)), strict=True):
        book.worksheets[0][f"{column}4"] = value
    book.save(path)
    assert run(data, "collect", "activity", path, "--year", 2010, "--apply", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["applied"] and [row["status"] for row in said["rows"]] == ["new"]
    assert (said["missing"], said["late"]) == (["乙团支部"], [])


def test_a_self_assessment_is_collected(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "下发"
    assert run(data, "send", "self-assessment", "--year", 2010, "--out", out) == 0
    path = out / "乙团支部.xlsx"
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["G5"] = 3
    book.save(path)
    assert run(data, "collect", "self-assessment", out, "--year", 2010, "--apply") == 0
    store = open_store(data)
    try:
        assert [each.self_total for each in Assessment.select()] == [3.0]
        assert Request.get().kind == "自评表"
    finally:
        store.close()


def test_what_cannot_be_made_is_refused_in_words(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "下发"
    assert run(data, "send", "activity", "--year", 2010, "--out", out) == 0
    assert run(data, "send", "activity", "--year", 2010, "--out", out) == 2
    assert "没有覆盖" in capsys.readouterr().err
    assert run(data, "send", "self-assessment", "--year", 2011, "--out", tmp_path / "又") == 2
    assert "还没有考核方案" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        run(data, "send", "activity", "--year", 2010, "--out", out, "--due", "年底")
    assert "“年底”不是日期" in capsys.readouterr().err


def test_a_place_that_cannot_be_made_is_said(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "一个文件"
    taken.write_bytes(b"")
    assert run(data, "send", "activity", "--year", 2010, "--out", taken) == commands.REFUSED
    assert "一个文件" in capsys.readouterr().err
