"""The real office of 2010: its workbooks are imported and the assessment forms of all its branches printed."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2

from exports import forms, intake, paper
from models import starter
from models.assessment import begin
from models.member import Member
from models.organisation import Organisation, branches
from models.store import Store
from tests.exports.test_paper import texts

YEAR = 2010


def test_the_forms_of_all_branches_are_one_pdf(store: Store, office_2010: Path, tmp_path: Path) -> None:
    intake.apply(intake.read_plan(Organisation, [office_2010 / "团组织一览表.xlsx"], year=YEAR))
    roster = intake.read_plan(Member, [office_2010 / "团员花名册.xlsx"], year=YEAR)
    intake.apply(roster, skip_problems=True)
    starter.plant_scheme(YEAR)
    begin(branches()[0], YEAR)
    truth = json.loads((office_2010 / "truth.json").read_text("utf-8"))
    names = [each["name"] for each in truth["organisations"] if each["kind"] == "团支部"]
    target = tmp_path / "考核评分表.pdf"
    paper.write("assessment-form", forms.documents("assessment-form", YEAR), target)
    with pypdfium2.PdfDocument(target) as document:
        starts = {mark.get_title(): mark.get_dest().get_index() for mark in document.get_toc()}
    assert sorted(starts) == sorted(names)
    assert len(names) == 23
    pages = texts(target.read_bytes())
    assert len(pages) == 2 * len(names)
    for name, start in starts.items():
        secretary = next(
            (
                member["name"]
                for member in truth["members"]
                if member["branch"] == name and member.get("post") == "书记"
            ),
            "",
        )
        assert f"被考核团组织（盖章）：{name}" in pages[start]
        assert f"负责人：{secretary}" in pages[start]
        assert "第1页共2页" in pages[start]
        assert "党组织意见" in pages[start + 1]
