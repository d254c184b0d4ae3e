"""Authors the template workbooks of the built-in formats in resources/formats/.

The workbooks may as well be restyled or given more columns in Excel; running this again writes over that.
Columns are only words: the program finds out what each wants when it fills the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).parent.parent / "resources" / "formats"
ROWS = 3  # blank rows in a template: more are put in before the last, those left over are taken out
LINE = "填报单位（盖章）：                    填报人：              联系电话：                  填报日期：    年  月  日"
SIGNED = "填表人：                    审核人：                    负责人（签字）："
TEXT, WHOLE, HOURS, SCORE, MONEY = "@", "0", "0.0", "0.0", "0.00"

_THIN = Side(style="thin", color="FF000000")
_LINES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_LINE = Alignment(horizontal="left", vertical="center")
_RIGHT = Alignment(horizontal="right", vertical="center")


@dataclass(frozen=True)
class Column:
    """A column: header texts from the group down, width in characters, number format; `total`: has a sum."""

    header: tuple[str, ...]
    width: float
    code: str = TEXT
    left: bool = False
    total: bool = False


def text(header: str, width: float, *, left: bool = False) -> Column:
    return Column(tuple(header.split("/")), width, left=left)


def number(header: str, width: float = 7, code: str = WHOLE, *, total: bool = True) -> Column:
    return Column(tuple(header.split("/")), width, code, total=total)


def make(
    name: str, annex: str, title: str, columns: Sequence[Column], *, note: str = "", sums: bool = False
) -> None:
    """Write one template: 附件N, title, 填报单位 line, header, rows, 合计, 注, signatures."""
    book = Workbook()
    sheet = book.active
    sheet.title = title.removeprefix("2010年")[:31]
    width = len(columns)
    _line(sheet, 1, annex, Font(name="黑体", size=14), _LINE, 22, 1)
    _line(sheet, 2, title, Font(name="方正小标宋简体", size=22), _CENTRE, 40, width)
    _line(sheet, 3, LINE, Font(name="仿宋_GB2312", size=12), _LINE, 24, width)
    levels = max(len(column.header) for column in columns)
    first = 4
    _header(sheet, columns, first, levels)
    row = first + levels
    body = Font(name="仿宋_GB2312", size=11)
    for at in range(row, row + ROWS):
        for place, column in enumerate(columns, 1):
            cell = sheet.cell(at, place)
            cell.font, cell.border, cell.number_format = body, _LINES, column.code
            cell.alignment = _LEFT if column.left else _CENTRE
    last = row + ROWS
    if sums:
        for place, column in enumerate(columns, 1):
            cell = sheet.cell(last, place)
            cell.font, cell.border, cell.alignment = Font(name="黑体", size=11), _LINES, _CENTRE
            letters = get_column_letter(place)
            if column.total:
                cell.value = f"=SUM({letters}{row}:{letters}{last - 1})"
                cell.number_format = column.code
        sheet.cell(last, 1, "合计")
        labels = next(place for place, column in enumerate(columns, 1) if column.total) - 1
        if labels > 1:
            sheet.merge_cells(start_row=last, end_row=last, start_column=1, end_column=labels)
        sheet.row_dimensions[last].height = 22
        last += 1
    if note:
        _line(sheet, last, note, Font(name="仿宋_GB2312", size=11), _LINE, 20, width)
        last += 1
    _line(sheet, last, SIGNED, Font(name="仿宋_GB2312", size=12), _LINE, 24, width)
    _page(sheet, first, levels, row, columns)
    _save(book, name)


def make_plain() -> None:
    """The plain template in which a table is exported as it stands on the screen: one column of texts, one of numbers."""
    book = Workbook()
    sheet = book.active
    sheet.title = "表格"
    _line(sheet, 1, "标题", Font(name="方正小标宋简体", size=18), _CENTRE, 34, 2)
    for place in (1, 2):
        head, cell = sheet.cell(2, place, "列"), sheet.cell(3, place)
        head.font, head.border, head.alignment = Font(name="黑体", size=11), _LINES, _CENTRE
        cell.font, cell.border = Font(name="宋体", size=11), _LINES
    sheet.cell(3, 1).number_format, sheet.cell(3, 1).alignment = TEXT, _LEFT
    sheet.cell(3, 2).alignment = _RIGHT
    sheet.row_dimensions[2].height = 24
    _print_setup(sheet)
    sheet.print_title_rows = "2:2"
    sheet.freeze_panes = "A3"
    _save(book, "plain-table")


def _line(
    sheet: Worksheet, row: int, words: str, font: Font, place: Alignment, height: float, width: int
) -> None:
    cell = sheet.cell(row, 1, words)
    cell.font, cell.alignment = font, place
    if width > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    sheet.row_dimensions[row].height = height


def _header(sheet: Worksheet, columns: Sequence[Column], first: int, levels: int) -> None:
    for place, column in enumerate(columns, 1):
        for level in range(levels):
            cell = sheet.cell(first + level, place)
            cell.font, cell.border, cell.alignment = Font(name="黑体", size=11), _LINES, _CENTRE
        if len(column.header) == 1:
            sheet.cell(first, place, column.header[0])
            if levels > 1:
                sheet.merge_cells(
                    start_row=first, end_row=first + levels - 1, start_column=place, end_column=place
                )
        else:
            sheet.cell(first + 1, place, column.header[1])
            begins = place == 1 or columns[place - 2].header[0] != column.header[0]
            if begins:
                sheet.cell(first, place, column.header[0])
                count = sum(1 for other in columns if other.header[0] == column.header[0])
                sheet.merge_cells(
                    start_row=first, end_row=first, start_column=place, end_column=place + count - 1
                )
    for level in range(levels):
        own = [column for column in columns if len(column.header) == levels and level == levels - 1]
        lines = max((-(-2 * len(column.header[-1]) // int(column.width - 1)) for column in own), default=1)
        sheet.row_dimensions[first + level].height = 15 * lines + 9


def _page(sheet: Worksheet, first: int, levels: int, row: int, columns: Sequence[Column]) -> None:
    _print_setup(sheet)
    sheet.print_title_rows = f"{first}:{first + levels - 1}"
    names = next(
        (place for place, column in enumerate(columns, 1) if column.header[0] in ("姓名", "活动名称")), 2
    )
    sheet.freeze_panes = sheet.cell(row, names + 1)
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width


def _print_setup(sheet: Worksheet) -> None:
    """A4 across, one page wide, centred, page numbers below (domain §6, 8)."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.35
    margins.top = margins.bottom = 0.98
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"


def _save(book: Workbook, name: str) -> None:
    book.properties.creator = ""
    book.properties.created = book.properties.modified = datetime(2010, 1, 1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    book.save(FOLDER / f"{name}.xlsx")
    print(FOLDER / f"{name}.xlsx")


def activity_groups() -> list[Column]:
    """比贡献 … 合计, 志愿服务 with its hours, and the three kinds of training, each times and person-times."""
    groups = ("比贡献", "比作为", "比成效", "合计")
    found = [number(f"{group}/{leaf}") for group in groups for leaf in ("次数", "人次")]
    found += [number("志愿服务/次数"), number("志愿服务/人次"), number("志愿服务/时长（小时）", 9, HOURS)]
    kinds = ("岗位培训", "岗位练兵", "青年业务竞赛")
    return found + [number(f"{kind}/{leaf}") for kind in kinds for leaf in ("次数", "人次")]


def main() -> None:
    """Write all templates."""
    make(
        "organisation-list",
        "附件1",
        "2010年团组织一览表",
        [
            *(
                number("序号", 5, total=False),
                text("团组织名称", 26, left=True),
                text("组织类型", 8),
                text("上级团组织", 20, left=True),
            ),
            *(
                text("所在单位", 20, left=True),
                text("成立时间", 11),
                text("上次换届时间", 11),
                text("应换届日期", 11),
            ),
            *(text("书记姓名", 9), number("团员数/合计"), number("团员数/男", 6), number("团员数/女", 6)),
            *(number("团员数/其中少数民族", 8), number("团干部数"), number("注册志愿者数", 8)),
            *(number("28周岁以下未入团青年", 10), text("联系电话", 15), text("备注", 12, left=True)),
        ],
        note="注：上级团组织的人数包括所属各团组织。",
    )
    make(
        "member-roster",
        "附件2",
        "2010年团员花名册",
        [
            *(
                number("序号", 5, total=False),
                text("所在团组织", 20, left=True),
                text("姓名", 9),
                text("性别", 5),
                text("民族", 7),
            ),
            *(
                text("出生年月", 9),
                text("身份证号", 20),
                text("籍贯", 10),
                text("政治面貌", 11),
                text("文化程度", 9),
            ),
            *(text("入团时间", 9), text("入团时所在单位", 14, left=True), text("团内职务", 9)),
            *(
                text("工作单位及岗位（职务）", 16, left=True),
                text("职称或技术等级", 10),
                text("参加工作时间", 9),
            ),
            *(
                text("手机号码", 13),
                text("发展团员编号", 13),
                text("团员证编号", 11),
                text("是否注册志愿者", 7),
            ),
            *(text("注册志愿者时间", 9), text("上年度教育评议等次", 9), text("是否递交入党申请", 7)),
            *(
                text("入党时间", 9),
                text("团费交至", 9),
                text("变动情况", 18, left=True),
                text("备注", 12, left=True),
            ),
        ],
    )
    make(
        "officer-roster",
        "附件3",
        "2010年团干部花名册",
        [
            *(
                number("序号", 5, total=False),
                text("所属团组织", 20, left=True),
                text("姓名", 9),
                text("性别", 5),
                text("民族", 7),
            ),
            *(text("出生年月", 9), number("年龄", 5, total=False), text("政治面貌", 11), text("入团时间", 9)),
            *(
                text("入党时间", 9),
                text("文化程度", 9),
                text("学位", 7),
                text("毕业院校及专业", 16, left=True),
            ),
            *(
                text("工作单位及行政职务（岗位）", 16, left=True),
                text("职称或技术等级", 10),
                text("团内职务", 9),
            ),
            *(
                text("任现职年月", 9),
                text("团干部性质", 8),
                text("是否同级党委（支部）成员", 8),
                text("党内职务（兼职）", 9),
            ),
            *(number("支部人数", 6, total=False), text("考核等级（上年）", 8), text("手机号码", 13)),
            *(text("办公电话", 13), text("电子邮箱", 16), text("备注", 12, left=True)),
        ],
    )
    make(
        "activity-list",
        "附件4",
        "2010年“三比三争”活动记录表",
        [
            *(
                number("序号", 5, total=False),
                text("团组织", 20, left=True),
                text("活动类别", 8),
                text("活动项目", 13),
            ),
            *(
                text("活动名称", 24, left=True),
                text("活动时间", 11),
                text("结束时间", 11),
                text("地点", 12, left=True),
            ),
            *(text("协办单位", 12, left=True), text("主持人", 9), number("应到人数"), number("实到人数")),
            *(
                number("其中团员数"),
                number("其中未入团青年数", 8),
                number("志愿服务总时长（小时）", 9, HOURS),
            ),
            *(
                text("活动内容", 30, left=True),
                text("活动成效", 20, left=True),
                number("经费（元）", 9, MONEY),
            ),
            text("备注", 12, left=True),
        ],
        sums=True,
    )
    make(
        "activity-statistics",
        "附件5",
        "2010年创先争优活动情况统计表",
        [
            *(number("序号", 5, total=False), text("团组织", 24, left=True), number("团员数", 7)),
            *activity_groups(),
            text("备注", 12, left=True),
        ],
        note="注：此表统计时间截止    年  月  日；人次按实到人数累计。",
        sums=True,
    )
    make(
        "assessment-summary",
        "附件6",
        "2010年基层团组织年度考核结果汇总表",
        [
            *(
                number("名次", 6, total=False),
                text("团组织", 26, left=True),
                number("自评分", 8, SCORE, total=False),
            ),
            *(number("量化考核分", 9, SCORE, total=False), number("领导点评分", 9, SCORE, total=False)),
            *(number("群众评议分", 9, SCORE, total=False), number("加分", 7, SCORE, total=False)),
            *(number("扣分", 7, SCORE, total=False), number("综合得分", 9, "0.00", total=False)),
            *(
                text("是否一票否决", 8),
                text("考核等次", 9),
                text("是否推荐五四红旗", 9),
                text("备注", 16, left=True),
            ),
        ],
    )
    make_plain()


if __name__ == "__main__":
    main()
