"""The forms that can be printed, and the documents that each has in a year."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from exports import (
    form_appraisal,
    form_assessment,
    form_assessment_notice,
    form_ballot,
    form_commitment,
    form_draw,
    form_inspection,
    form_leading_group,
    form_nomination,
    form_organisation,
    form_plan,
    form_poll,
    form_publicity,
    form_record,
    form_review,
    form_summary,
)
from exports.form_groups import AWARDS, CAMPAIGN, DUTIES, JUDGEMENT, REPORTS
from exports.paper import Document
from models.errors import AppError
from models.files import FileStore

# (year, an organisation and those below it or None for all, ID numbers and phones in full, where photos are)
Documents = Callable[[int, int | None, bool, FileStore | None], list[Document]]


class Form(NamedTuple):
    """A form that can be printed; its template is `resources/print/<name>.typ`.

    `documents` gives what stands in it, or raises AppError where there is nothing to print. `covers` says that it
    holds ID numbers or phones, which are covered unless they are asked for. `about` and `group` as in exports/formats.py.
    """

    name: str
    title: str
    documents: Documents
    covers: bool = False
    about: str = ""
    group: str = JUDGEMENT


class Sheet(NamedTuple):
    """What is printed of the records on screen instead of a year's; its template is `resources/print/<name>.typ`."""

    name: str
    title: str
    covers: bool = False


ASSESSMENT_FORM = Form(
    "assessment-form",
    form_assessment.TITLE,
    form_assessment.documents,
    about="每个团支部一份，供签字盖章",
)
ASSESSMENT_NOTICE_FORM = Form(
    "assessment-notice",
    form_assessment_notice.TITLE,
    form_assessment_notice.documents,
    about="名次、等次、公示起止和联系电话，供张贴",
)
NOMINATION_FORM = Form(
    "nomination-form",
    form_nomination.TITLE,
    form_nomination.documents,
    covers=True,
    about="本年度推荐的个人，每人一份",
    group=AWARDS,
)
ORGANISATION_FORM = Form(
    "organisation-form", form_organisation.TITLE, form_organisation.documents, covers=True
)
PUBLICITY_FORM = Form(
    "publicity",
    form_publicity.TITLE,
    form_publicity.documents,
    about="本年度经党组织签署的推荐，每个奖项一张",
    group=AWARDS,
)
PLAN_FORM = Form("plan", form_plan.TITLE, form_plan.documents, about="各单位本年度的方案和步骤", group=DUTIES)
LEADING_GROUP_FORM = Form(
    "leading-group",
    form_leading_group.TITLE,
    form_leading_group.documents,
    about="按现任职务列出，附职责",
    group=DUTIES,
)
ACTIVITY_FORM = Form(
    "record",
    form_record.ACTIVITY_TITLE,
    form_record.documents,
    about="本年度的活动，每次一份，附照片",
    group=CAMPAIGN,
)
SUMMARY_FORM = Form(
    "summary",
    form_summary.TITLE,
    form_summary.documents,
    about="各单位本年度的总结和报告，两页一份",
    group=REPORTS,
)
COMMITMENT_FORM = Form(
    "commitment",
    form_commitment.TITLE,
    form_commitment.documents,
    about="每个承诺人一页，供张贴公开",
    group=DUTIES,
)
REVIEW_FORM = Form(
    "review-form", form_review.TITLE, form_review.documents, about="每次点评一份，附整改落实情况"
)
INSPECTION_FORM = Form(
    "inspection-form", form_inspection.TITLE, form_inspection.documents, about="每次督查一份，计划中的可手填"
)
DRAW_FORM = Form("draw-record", form_draw.TITLE, form_draw.documents, about="抽取经过和结果，附名单，供签字")
APPRAISAL_FORM = Form(
    "appraisal-form", form_appraisal.TITLE, form_appraisal.documents, about="每名团员一份，附对照标准评分"
)
BALLOT_FORM = Form(
    "ballot", form_ballot.TITLE, form_ballot.documents, about="最近一次评议的空白票，A4纸一页两张，票号已打乱"
)
POLL_SUMMARY_FORM = Form(
    "poll-summary", form_poll.SUMMARY_TITLE, form_poll.summary_documents, about="最近一次评议，A3纸一张"
)
POLL_NOTICE_FORM = Form(
    "poll-notice", form_poll.NOTICE_TITLE, form_poll.notice_documents, about="每个被评议的团组织一页"
)
FORMS = (
    ASSESSMENT_FORM,
    ASSESSMENT_NOTICE_FORM,
    APPRAISAL_FORM,
    NOMINATION_FORM,
    ORGANISATION_FORM,
    PUBLICITY_FORM,
    PLAN_FORM,
    LEADING_GROUP_FORM,
    COMMITMENT_FORM,
    ACTIVITY_FORM,
    SUMMARY_FORM,
    REVIEW_FORM,
    BALLOT_FORM,
    POLL_SUMMARY_FORM,
    POLL_NOTICE_FORM,
    INSPECTION_FORM,
    DRAW_FORM,
)


def form(name: str) -> Form:
    """The form of that name; AppError where there is none."""
    found = next((each for each in FORMS if each.name == name), None)
    if found is None:
        known = "、".join(each.name for each in FORMS)
        raise AppError(f"没有名为“{name}”的打印表格。", f"可以打印的有：{known}。")
    return found


def documents(
    name: str,
    year: int,
    organisation_id: int | None = None,
    *,
    full: bool = False,
    files: FileStore | None = None,
) -> list[Document]:
    """All documents of a form in a year, of one organisation and those below it or of all.

    ID numbers and phones are covered unless `full`; photos come from `files`. Raises AppError where there is nothing
    to print, no such form, or no scheme for the year.
    """
    return form(name).documents(year, organisation_id, full, files)
