"""Summaries as Word files from the command line: which are written, and what is said when there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store import open_store
from models.summary_text import begin
from tests.models.people import branch, committee
from ui import commands


def test_a_years_summaries_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, out = tmp_path / "数据", tmp_path / "总结"
    store = open_store(data, who="测试员")
    top = committee()
    for name in ("甲团支部", "乙团支部"):
        begin(branch(name, top), 2010)
    begin(branch("丙团支部", top), 2009)
    store.close()

    def run(*arguments: str) -> int:
        return commands.main(["--data", str(data), "summaries", *arguments, "--out", str(out)])

    assert run("--year", "2010") == 0
    assert "已存2份总结" in capsys.readouterr().out
    assert {each.name for each in out.iterdir()} == {
        "甲团支部2010年工作总结.docx",
        "乙团支部2010年工作总结.docx",
    }
    assert run("--year", "2009", "--organisation", "丙团支部") == 0
    assert (out / "丙团支部2009年工作总结.docx").is_file()
    assert run("--year", "2008") == commands.REFUSED
    assert "还没有编写总结" in capsys.readouterr().err
