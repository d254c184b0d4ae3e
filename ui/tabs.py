"""Which tabs the window has, in their order; each page is imported when its tab is first opened."""

from __future__ import annotations

from importlib import import_module

from ui.desk import Desk
from ui.page import Page, Tab


def _tab(key: str, label: str, icon: str, page: str, kinds: tuple[str, ...] = ()) -> Tab:
    """A tab whose page is a class named as module:Class, so that the start imports none of the others."""

    def build(desk: Desk) -> Page:
        module, _, name = page.partition(":")
        made = getattr(import_module(module), name)(desk)
        assert isinstance(made, Page)
        return made

    return Tab(key, label, icon, build, kinds)


TABS = (
    _tab("overview", "总览", "layout-dashboard", "ui.overview:OverviewPage"),
    _tab(
        "branches",
        "支部",
        "network",
        "ui.branch_page:BranchPage",
        ("organisation", "term", "member", "office", "transfer"),
    ),
    _tab(
        "activities", "活动", "calendar-days", "ui.activity_page:ActivityPage", ("activity", "participation")
    ),
    _tab("awards", "评优", "award", "ui.award_page:AwardPage", ("honour", "nomination", "nomination_step")),
    _tab(
        "assessments",
        "考评",
        "clipboard-check",
        "ui.assessment_page:AssessmentPage",
        ("assessment", "scheme", "indicator", "score"),
    ),
    _tab("reports", "报表", "chart-column", "ui.report_page:ReportPage", ("request", "sent")),
)
