"""Which tabs the window has and which views each holds, in their order; each page is imported when it is first opened."""

from __future__ import annotations

from ui.desk import Desk
from ui.page import Page, Tab
from ui.views import View, ViewsPage, view


def _tab(key: str, label: str, icon: str, page: str, kinds: tuple[str, ...] = ()) -> Tab:
    """A tab with a page of its own, a class named as module:Class, so that the start imports none of the others."""
    return Tab(key, label, icon, view(key, label, page).build, kinds)


def _views(key: str, label: str, icon: str, *views: View) -> Tab:
    """A tab with several views; the records of each are at home in it."""

    def build(desk: Desk) -> Page:
        return ViewsPage(desk, key, label, views)

    return Tab(key, label, icon, build, tuple(kind for each in views for kind in each.kinds))


TABS = (
    _views(
        "overview",
        "总览",
        "layout-dashboard",
        view("overview", "总览", "ui.overview:OverviewPage"),
        view("calendar", "日历", "ui.calendar_view:CalendarPage"),
    ),
    _tab(
        "branches",
        "支部",
        "network",
        "ui.branch_page:BranchPage",
        (
            *("organisation", "term", "member", "office", "transfer"),
            *("plan", "plan_step", "brand"),
            *("commitment", "commitment_evidence", "party_report", "party_recommendation"),
        ),
    ),
    _views(
        "activities",
        "活动",
        "calendar-days",
        view("activities", "活动", "ui.activity_page:ActivityPage", ("activity", "participation")),
        view("partners", "青年联络", "ui.partner_page:PartnerPage", ("partner", "partner_part")),
        view(
            "news",
            "信息宣传",
            "ui.news_page:NewsPage",
            ("news", "news_use", "news_standard", "news_points"),
        ),
        view(
            "models",
            "典型",
            "ui.role_model_page:RoleModelPage",
            ("role_model", "role_model_visit", "practice"),
        ),
    ),
    _views(
        "awards",
        "评优",
        "award",
        view("eligible", "资格", "ui.eligible_page:EligiblePage"),
        view(
            "nominations",
            "推荐",
            "ui.nomination_page:NominationPage",
            ("nomination", "nomination_step", "objection"),
        ),
        view(
            "honours",
            "荣誉",
            "ui.honour_page:HonourPage",
            ("honour", "certificate_design", "certificate_line"),
        ),
        view("statistics", "统计", "ui.honour_statistics:HonourStatisticsPage"),
        view("kinds", "奖项", "ui.award_kind_page:AwardKindPage", ("award_kind", "award_rule")),
    ),
    _views(
        "assessments",
        "考评",
        "clipboard-check",
        view(
            "assessments",
            "年度考核",
            "ui.assessment_page:AssessmentPage",
            ("assessment", "scheme", "indicator", "score", "score_evidence", "snapshot"),
        ),
        view(
            "appraisals",
            "团员评议",
            "ui.appraisal_page:AppraisalPage",
            ("member_appraisal", "appraisal_meeting", "appraisal_standard", "appraisal_point"),
        ),
        view("reviews", "领导点评", "ui.review_page:ReviewPage", ("review",)),
        view(
            "polls",
            "群众评议",
            "ui.poll_page:PollPage",
            ("poll", "poll_item", "poll_class", "poll_target", "poll_count", "poll_total", "ballot"),
        ),
        view(
            "supervision",
            "督查",
            "ui.supervision_page:SupervisionPage",
            ("inspection", "inspection_check", "draw", "draw_pick"),
        ),
        view("corrections", "整改", "ui.correction_page:CorrectionPage", ("correction",)),
        view("years", "历年对比", "ui.assessment_years_page:YearsPage"),
    ),
    _views(
        "reports",
        "报表",
        "chart-column",
        view("reports", "报表", "ui.report_page:ReportPage", ("request", "sent")),
        view("demands", "上级要求", "ui.demand_page:DemandPage", ("demand",)),
        view("summaries", "总结", "ui.summary_page:SummaryPage", ("summary", "summary_picture")),
    ),
)
