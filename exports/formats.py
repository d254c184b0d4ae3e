"""The built-in formats: which template workbook, which records; exporting is filling the template."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exports.fill import Tick, fill_form, fill_list, fill_template
from exports.fill_lines import Particulars
from exports.fill_values import Filled, Warned
from exports.fill_workbook import Template
from exports.form_groups import AWARDS, CAMPAIGN, DUTIES, JUDGEMENT, MEMBERSHIP
from exports.package import Package
from exports.plain_table import TableColumn, widened
from exports.recognise import ListPlan, recognise_list
from exports.recognise_cross import recognise_cross
from exports.sheet_patch import SheetChange
from exports.sheet_table import Table
from exports.sheet_values import Value
from exports.sheet_xml import Sheet
from exports.sources import Scope
from exports.subject import Subject
from exports.subjects import all_organisations, subject
from exports.target import refuse_unwritable
from models.errors import AppError
from models.organisation import Organisation

FOLDER = Path(__file__).parent.parent / "resources" / "formats"


@dataclass(frozen=True)
class Format:
    """A built-in format: its name on the command line, its title, and what the rows of its sheets are.

    `subjects`: of which each sheet has one. `rows` where other records are meant than the subject usually lists.
    `about` says in a few words what the table is for, `group` (exports/form_groups.py) among which others it is looked for.
    """

    name: str
    title: str
    subjects: tuple[str, ...]
    rows: Callable[[Scope], list[Any]] | None = None
    about: str = ""
    group: str = MEMBERSHIP

    @property
    def path(self) -> Path:
        """The template workbook, which may be restyled in Excel."""
        return FOLDER / f"{self.name}.xlsx"

    def of(self) -> tuple[Subject, ...]:
        """What the rows of the format's sheets are."""
        found = tuple(subject(name) for name in self.subjects)
        return tuple(replace(each, rows=self.rows) for each in found) if self.rows else found


_FORMATS = (
    Format(
        "basic-statistics",
        "共青团基本情况统计表",
        ("organisation",),
        all_organisations,
        about="团组织、团员、青年、团干部数，附与上年对比表",
    ),
    Format("member-roster", "团员花名册", ("member",), about="在册团员，按团组织排列"),
    Format("officer-roster", "团干部花名册", ("officer",), about="现任团干部及任职情况"),
    Format(
        "organisation-list",
        "团组织一览表",
        ("organisation",),
        all_organisations,
        about="各级团组织和换届情况",
    ),
    Format("activity-list", "“三比三争”活动记录表", ("activity",), about="全年活动逐次记录", group=CAMPAIGN),
    Format(
        "activity-statistics",
        "创先争优活动情况统计表",
        ("organisation",),
        about="各团支部次数、人次、时长，上报团区委",
        group=CAMPAIGN,
    ),
    Format(
        "volunteer-service",
        "志愿服务登记汇总表",
        ("volunteer_service",),
        about="每人每次的服务时长和年累计",
        group=CAMPAIGN,
    ),
    Format(
        "commitments",
        "创先争优公开承诺登记表",
        ("commitment",),
        about="承诺、践诺、评诺台账和兑现率",
        group=DUTIES,
    ),
    Format(
        "party-recommendations",
        "推优入党表",
        ("party_recommendation",),
        about="本年向党组织推荐的团员，一人一行",
        group=DUTIES,
    ),
    Format(
        "brands",
        "“三比三争”品牌创建一览表",
        ("brand",),
        about="青年文明号、岗位能手、窗口等的创建和命名",
        group=DUTIES,
    ),
    Format("partners", "协作团体一览表", ("partner",), about="联系的青联、学联、社团等", group=CAMPAIGN),
    Format(
        "assessment-summary",
        "年度考核结果汇总表",
        ("assessment",),
        about="名次、得分、等次一览",
        group=JUDGEMENT,
    ),
    Format(
        "member-nominations",
        "优秀个人推荐汇总表",
        ("nominee",),
        about="本年度推荐的个人，一人一行",
        group=AWARDS,
    ),
    Format(
        "organisation-nominations",
        "集体推荐汇总表",
        ("nominated_organisation",),
        about="本年度推荐的团组织，一个一行",
        group=AWARDS,
    ),
    Format(
        "honours",
        "团委表彰奖励表",
        ("honour_of_member", "honour_of_organisation"),
        about="本年获得的荣誉，个人和单位各一张",
        group=AWARDS,
    ),
    Format(
        "appraisal-summary",
        "团员教育评议汇总表",
        ("appraisal_summary",),
        about="各团支部参评、等次和团籍注册，一个一行",
        group=JUDGEMENT,
    ),
    Format(
        "appraisal-list",
        "团员教育评议表",
        ("appraisal",),
        about="本年度评议的团员，一人一行",
        group=JUDGEMENT,
    ),
    Format(
        "registration-list",
        "团籍注册表",
        ("registration",),
        about="本年度已注册的团员，一人一行",
        group=JUDGEMENT,
    ),
    Format(
        "review-summary", "领导点评汇总表", ("review",), about="本年度的点评和整改，一次一行", group=JUDGEMENT
    ),
    Format(
        "poll-summary",
        "群众评议汇总表",
        ("poll_target",),
        about="本年度历次评议，每个团组织的票数、满意率和意见",
        group=JUDGEMENT,
    ),
    Format(
        "inspection-list",
        "督查（抽查）记录表",
        ("inspection",),
        about="已开展的督查，一次一行",
        group=JUDGEMENT,
    ),
    Format(
        "correction-list", "创先争优整改台账", ("correction",), about="本年度到期的整改事项", group=JUDGEMENT
    ),
    Format(
        "news-sent",
        "信息上报情况统计表",
        ("news_sent",),
        about="各团支部报送信息的篇数和排名",
        group=CAMPAIGN,
    ),
    Format(
        "news-used",
        "信息采用情况统计表",
        ("news_used",),
        about="各类信息被各级采用的篇数、得分和排名",
        group=CAMPAIGN,
    ),
    Format(
        "role-models",
        "先进典型统计表",
        ("role_model_of_member", "role_model_of_group"),
        about="培树的个人和集体各一张",
        group=CAMPAIGN,
    ),
)


def formats() -> list[Format]:
    """All built-in formats in the order in which they are offered."""
    return list(_FORMATS)


def export(
    name: str,
    year: int,
    out: Path,
    organisation: Organisation | None = None,
    full: bool = False,
    tick: Tick | None = None,
    part: str = "",
) -> Filled:
    """Write a format for a year to `out`; with `organisation` only for it and those below.

    `part` is a part of the year as a key of exports/header_periods.py; "" the whole. ID numbers and phones are covered
    unless `full`. Gives what was filled and is to be said about it. Raises AppError for an unknown name, a template
    that cannot be used, and a target that cannot be written.
    """
    wanted = next((each for each in _FORMATS if each.name == name), None)
    if wanted is None:
        known = "、".join(each.name for each in _FORMATS)
        raise AppError(f"没有“{name}”这种表。", f"可以导出：{known}。")
    refuse_unwritable(out)
    scope = Scope(year, organisation, full, part=part)

    def prepare(template: Template) -> tuple[dict[str, SheetChange], list[Filled]]:
        return _prepared(template, wanted, scope, tick)

    return _together(fill_template(wanted.path, out, prepare))


def _together(filled: list[Filled]) -> Filled:
    """What is to be said of all sheets of a format as one."""
    first = filled[0]
    return replace(
        first,
        rows=sum(each.rows for each in filled if each.kind == "list"),
        unknown=[word for each in filled for word in each.unknown],
        warnings=[warned for each in filled for warned in each.warnings],
    )


def export_table(
    columns: Sequence[TableColumn], rows: Sequence[Sequence[Value]], title: str, out: Path
) -> None:
    """Write a table as it stands on the screen: its columns and rows in their order under a title.

    Raises AppError when the target cannot be written.
    """
    refuse_unwritable(out)
    with Package(FOLDER / "plain-table.xlsx") as package:
        template = Template(package)
        name = template.places[0].name
        template.reshape(name, widened(template.sheet(name), columns))
        change = SheetChange(
            cells={(1, 1): title, **{(2, at): column.header for at, column in enumerate(columns, 1)}},
            tables=[Table(3, 3, tuple(range(1, len(columns) + 1)), rows, len(rows), fit_heights=True)],
        )
        template.write(out, {name: change})


def _prepared(
    template: Template, wanted: Format, scope: Scope, tick: Tick | None
) -> tuple[dict[str, SheetChange], list[Filled]]:
    """The changes of the sheets that are recognised; a sheet that somebody added for notes stays as it is."""
    particulars = Particulars.of_office(
        scope.period.last_day, scope.organisation.name if scope.organisation else ""
    )
    changes: dict[str, SheetChange] = {}
    filled: list[Filled] = []
    for place in template.places:
        if place.hidden:
            continue
        sheet = template.sheet(place.name)
        found = _fill_sheet(
            sheet,
            template,
            wanted,
            Scope(scope.year, scope.organisation, scope.full, part=scope.part),
            tick,
            particulars,
        )
        if found is not None:
            changes[place.name], said = found
            filled.append(said)
    if not filled:
        raise AppError(f"模板“{wanted.path.name}”里没有认得出的表头。", "请把模板恢复为原来的样子。")
    return changes, filled


def _doubts(plan: ListPlan, records: Sequence[Any], scope: Scope) -> Iterator[Warned]:
    """What the rules of the sheet's subject say is wrong with its rows."""
    for doubt in plan.subject.check(records, scope):
        if doubt.severity == "error":
            column = plan.column_of(doubt.source)
            said = f"{records[doubt.row].heading()}：{doubt.message}"
            yield Warned(plan.sheet, column.letters if column else "", doubt.row, said)


def _fill_sheet(
    sheet: Sheet,
    template: Template,
    wanted: Format,
    scope: Scope,
    tick: Tick | None,
    particulars: Particulars,
) -> tuple[SheetChange, Filled] | None:
    styles = template.styles
    plan = recognise_list(sheet, styles, wanted.of())
    if plan is not None:
        records = plan.subject.rows(scope)
        change, filled = fill_list(
            sheet,
            styles,
            plan,
            scope,
            records,
            particulars,
            take_out_blank=True,
            fit_heights=True,
            tick=tick,
        )
        # Into the same list: filling goes on to add to it while rows are written.
        filled.warnings.extend(_doubts(plan, records, scope))
        return change, filled
    cross = recognise_cross(sheet, styles)
    if cross is None:
        return None
    top = scope.top()
    if top is None:
        said = f"最上级的团组织不止一个，“{sheet.name}”没有填；请选一个团组织再导出"
        return SheetChange(), Filled(sheet.name, "form", 0, warnings=[Warned(sheet.name, "", None, said)])
    return fill_form(sheet, styles, cross, scope, top, particulars)
