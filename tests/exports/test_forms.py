"""Printed forms from the records: which documents, in which order, what stands in them, what is covered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exports import forms, paper
from exports.form_assessment import assessment_documents
from models.assessment import Assessment, Score, begin, outcome, scores
from models.assessment_flow import reopen
from models.attachment import attach
from models.award import Nomination
from models.changes import change
from models.errors import AppError
from models.figure import Period
from models.figures import figure
from models.member import Member, Office
from models.organisation import Organisation, branches
from models.sample import fill_sample
from models.scheme import BONUS, DEDUCTION, VETO
from models.store import Store
from models.text import squash as folded
from tests.exports.test_paper import png, texts

YEAR = 2025


@pytest.fixture
def office(store: Store) -> Store:
    fill_sample(store, YEAR)
    return store


def of(name: str, documents: list[paper.Document]) -> paper.Document:
    return next(document for document in documents if document["organisation"] == name)


def rows(document: paper.Document) -> list[dict[str, str]]:
    return [row for block in document["blocks"] for group in block["groups"] for row in group["rows"]]


def test_every_branch_has_an_assessment_form_in_the_order_of_the_tree(office: Store) -> None:
    found = forms.documents("assessment-form", YEAR)
    names = [document["organisation"] for document in found]
    assert names == [branch.name for branch in branches()]
    assert len(names) == len(set(names)) > 5


def test_a_form_says_what_the_records_say(office: Store) -> None:
    assessment = Assessment.get(Assessment.year == YEAR)
    branch = Organisation.get_by_id(assessment.organisation_id)
    with change("考核"):
        for place, (indicator, score) in enumerate(scores(assessment)):
            if indicator.block == VETO:
                score.vetoed = False
            elif indicator.block in (BONUS, DEDUCTION):
                score.office_score = 1.0
            else:
                score.office_score = indicator.points - 0.5
                score.self_score = indicator.points
                score.reason = f"第{place}条原因"
                score.evidence = f"第{place}份材料"
            score.save()
        assessment.party_opinion = "同意考核意见。"
        assessment.assessors = "甲、乙"
        assessment.signed_on = f"{YEAR}-12-31"
        assessment.state = "已签字"
        assessment.save()
    document = of(branch.name, forms.documents("assessment-form", YEAR))
    result = outcome(assessment)
    given = scores(assessment)
    assert [row["content"] for row in rows(document)] == [indicator.content for indicator, _ in given]
    for row, (indicator, score) in zip(rows(document), given, strict=True):
        if indicator.block == VETO:
            assert row["final"] == "否"
        else:
            assert float(row["final"]) == score.final
            assert float(row["points"]) == indicator.points
            assert row["reason"].startswith(score.reason or "")
            # By hand beside what the rule gave: both numbers are on the paper.
            assert ("系统计分" in row["reason"]) == (score.computed not in (None, score.office_score))
            if score.computed is not None:
                assert score.why.rpartition("，")[0] in row["evidence"]
    scored = [block for block in document["blocks"] if block["kind"] == "score"]
    assert len(scored) == 4
    assert sum(float(block["subtotal"]["office"]) for block in scored) == result.office_total
    assert sum(float(block["subtotal"]["self"]) for block in scored) == float(document["total"]["self"])
    assert float(document["total"]["points"]) == 100
    assert float(document["total"]["final"]) == result.office_total + result.bonus - result.deduction
    assert float(document["score"]) == result.total
    assert document["grade"] == (assessment.grade or result.grade)
    assert document["veto"] == "否"
    assert document["date"] == f"{YEAR}年12月31日"
    assert document["party_opinion"] == "同意考核意见。"
    secretary = Office.get(Office.organisation == branch.id, Office.post == "书记")
    assert document["secretary"] == Member.titles()[secretary.member_id]


def test_a_bonus_counts_no_more_than_the_limit(office: Store) -> None:
    assessment = Assessment.get(Assessment.year == YEAR)
    reopen(list(Assessment.select().where(Assessment.state == "已签字")), "换加分上限")
    assessment = Assessment.get_by_id(assessment.id)
    with change("加分"):
        for indicator, score in scores(assessment):
            if indicator.block == BONUS:
                score.office_score = indicator.points
                score.save()
        scheme = assessment.scheme
        scheme.bonus_limit = 3
        scheme.save()
    (document,) = assessment_documents([assessment.organisation], YEAR)
    bonus = next(block for block in document["blocks"] if block["kind"] == "bonus")
    assert bonus["subtotal"]["final"] == "3"
    assert bonus["points"] == "3"


def test_a_veto_is_said(office: Store) -> None:
    assessment = Assessment.get(Assessment.year == YEAR)
    with change("否决"):
        _, score = next(pair for pair in scores(assessment) if pair[0].block == VETO)
        score.vetoed = True
        score.save()
    (document,) = assessment_documents([assessment.organisation], YEAR)
    assert document["veto"] == "是"
    assert document["rank"] == ""
    assert "是" in [row["final"] for row in rows(document)]


def test_an_organisation_not_yet_assessed_gets_a_blank_form(office: Store) -> None:
    branch = branches()[0]
    with change("删除"):
        for assessment in Assessment.select().where(Assessment.organisation == branch.id):
            assessment.delete_instance()
    (document,) = forms.documents("assessment-form", YEAR, branch.id)
    assert len(rows(document)) > 10
    assert {row["office"] for row in rows(document)} == {""}
    assert (document["score"], document["grade"], document["veto"]) == ("", "", "")
    pages = texts(paper.render("assessment-form", [document]))
    assert "□是□否" in pages[-1]


def test_a_year_without_scheme_is_refused(office: Store) -> None:
    with pytest.raises(AppError, match=r"2019年没有适用于团支部的考核方案") as caught:
        forms.documents("assessment-form", 2019, branches()[0].id)
    assert caught.value.next_step


def test_a_committee_prints_those_below_it(office: Store) -> None:
    above = next(
        organisation
        for organisation in Organisation.select()
        if organisation.kind != "团委" and Organisation.select().where(Organisation.parent == organisation.id)
    )
    below = [branch.name for branch in branches() if branch.parent_id == above.id]
    assert [
        document["organisation"] for document in forms.documents("assessment-form", YEAR, above.id)
    ] == below


def test_numbers_are_covered_unless_asked_for(office: Store) -> None:
    covered = forms.documents("nomination-form", YEAR, files=office.attachments)
    full = forms.documents("nomination-form", YEAR, full=True, files=office.attachments)
    members = {member.name: member for member in Member.select()}
    for hidden, shown in zip(covered, full, strict=True):
        member = members[shown["name"]]
        assert shown["id_number"] == member.id_number
        assert shown["phone"] == member.phone
        assert re.fullmatch(r"\d{3}\*+\w{4}", str(hidden["id_number"]))
        assert re.fullmatch(r"\d{3}\*+\d{4}", str(hidden["phone"]))
        everything = "".join(texts(paper.render("nomination-form", [hidden])))
        assert member.id_number not in everything
        assert member.phone not in everything


def test_a_nomination_form_says_what_the_records_say(office: Store, tmp_path: Path) -> None:
    nomination = Nomination.select().where(Nomination.member.is_null(False)).first()
    member = Member.get_by_id(nomination.member_id)
    picture = tmp_path / "照片.png"
    picture.write_bytes(png())
    with change("准备"):
        nomination.deeds = "第一段。\n第二段 #粗 *体*。"
        nomination.public_from, nomination.public_until = f"{YEAR}-04-06", f"{YEAR}-04-12"
        nomination.public_scope, nomination.public_result = "本单位", "无异议"
        nomination.save()
        attach(member, [picture], office.attachments)
    document = next(
        each
        for each in forms.documents("nomination-form", YEAR, files=office.attachments)
        if each["name"] == member.name
    )
    assert document["deeds"] == nomination.deeds
    assert document["born"] == member.shown("born")
    assert document["publicity"] == f"{YEAR}-04-06至{YEAR}-04-12（5个工作日），本单位，无异议"
    assert document["photo"] == png()
    assert str(document["title"]).startswith(f"{YEAR}年度{nomination.kind}")
    pages = texts(paper.render("nomination-form", [document]))
    assert folded("第二段 #粗 *体*。") in folded("".join(pages))


def test_nominations_stand_by_award_and_only_of_the_branch_asked_for(office: Store) -> None:
    every = forms.documents("nomination-form", YEAR)
    titles = [document["title"] for document in every]
    assert titles == sorted(titles, key=lambda title: "干部" in str(title))
    one = next(branch for branch in branches() if branch.name == every[0]["organisation"])
    found = forms.documents("nomination-form", YEAR, one.id)
    assert {document["organisation"] for document in found} == {one.name}


def test_an_organisation_form_says_what_the_records_say(office: Store) -> None:
    nomination = Nomination.select().where(Nomination.member.is_null()).first()
    branch = nomination.organisation
    with change("准备"):
        nomination.deeds = "一年来开展活动 #20次。"
        nomination.building = "班子健全。"
        nomination.save()
        branch.youth_35_male, branch.youth_35_female = 7, 5
        branch.save()
    document = of(branch.name, forms.documents("organisation-form", YEAR))
    assert document["members"] == f"{figure('members.total').value(Period.year(YEAR), [branch.id]):g}"
    hours = figure("activities.volunteer.hours").value(Period.year(YEAR), [branch.id])
    assert document["volunteer_hours"] == f"{hours:g}"
    assert (document["youth"], document["building"]) == ("12", "班子健全。")
    secretary = Office.get(Office.organisation == branch.id, Office.post == "书记", Office.until.is_null())
    assert document["secretary_name"] == Member.titles()[secretary.member_id]
    assert "*" in str(document["secretary_phone"])
    full = of(branch.name, forms.documents("organisation-form", YEAR, full=True))
    assert full["secretary_phone"] == Member.get_by_id(secretary.member_id).phone
    pages = texts(paper.render("organisation-form", [document]))
    assert len(pages) == 2
    assert folded("一年来开展活动 #20次。") in folded(pages[0])
    for name in ("organisation", "party_organisation", "secretary_name", "secretary_phone", "members"):
        assert folded(str(document[name])) in folded(pages[0])


def test_last_years_assessment_is_on_the_organisation_form(office: Store) -> None:
    nomination = Nomination.select().where(Nomination.member.is_null()).first()
    with change("下一年"):
        nomination.year = YEAR + 1
        nomination.save()
    document = of(nomination.organisation.name, forms.documents("organisation-form", YEAR + 1))
    last = Assessment.get(Assessment.organisation == nomination.organisation_id, Assessment.year == YEAR)
    assert document["assessment"] == f"{last.grade or outcome(last).grade}、{outcome(last).total:g}分"


def test_nothing_to_print_is_said(office: Store) -> None:
    with pytest.raises(AppError, match="2019年没有可以打印的个人推荐"):
        forms.documents("nomination-form", 2019)
    with pytest.raises(AppError, match="2019年没有可以打印的集体推荐"):
        forms.documents("organisation-form", 2019)
    with pytest.raises(AppError, match="没有名为“x”的打印表格") as caught:
        forms.documents("x", YEAR)
    assert "assessment-form" in caught.value.next_step


def test_an_empty_office_is_told_what_to_do_first(store: Store) -> None:
    with pytest.raises(AppError, match="还没有团支部"):
        forms.documents("assessment-form", YEAR)


def test_every_form_has_its_template_and_prints_the_sample_office(office: Store) -> None:
    for form in forms.FORMS:
        documents = forms.documents(form.name, YEAR, files=office.attachments)
        pages = texts(paper.render(form.name, documents))
        assert len(pages) >= len(documents)
        for document in documents:
            named = document.get("organisation") or document["committee"]
            assert any(str(named) in page for page in pages)


def test_an_office_score_given_later_is_on_the_next_print(office: Store) -> None:
    branch = branches()[0]
    assessment = begin(branch, YEAR)
    indicator, score = scores(assessment)[0]
    with change("打分"):
        score.office_score = 0.5
        score.save()
    assert Score.select().where(Score.assessment == assessment.id).exists()
    (document,) = forms.documents("assessment-form", YEAR, branch.id)
    assert rows(document)[0]["office"] == "0.5"
    assert rows(document)[0]["content"] == indicator.content
