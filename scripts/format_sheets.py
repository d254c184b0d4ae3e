"""Draws the template workbooks: titles, headers of one to three rows, lined blank rows, sums, signatures, A4 across."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).parent.parent / "resources" / "formats"
ROWS = 3  # blank rows in a template: more are put in before the last, those left over are taken out
LINE = "填报单位（盖章）：                    填报人：              联系电话：                  填报日期：    年  月  日"
SIGNED = "填表人：                    审核人：                    负责人（签字）："
TEXT, WHOLE, HOURS, SCORE, MONEY = "@", "0", "0.0", "0.0", "0.00"
SHARE, PLAIN = "0.0%", "General"

_THIN = Side(style="thin", color="FF000000")
_LINES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_LINE = Alignment(horizontal="left", vertical="center")
_RIGHT = Alignment(horizontal="right", vertical="center")


@dataclass(frozen=True)
class Column:
    """A column: header texts from the group down, width in characters, number format; `total`: has a sum.

    `formula` is reckoned in each row and in the totals row; [上级/下级] in it stands for the cell of that column.
    """

    header: tuple[str, ...]
    width: float
    code: str = TEXT
    left: bool = False
    total: bool = False
    formula: str = ""

    @property
    def name(self) -> str:
        """All header texts."""
        return "/".join(self.header)


def text(header: str, width: float, *, left: bool = False) -> Column:
    return Column(tuple(header.split("/")), width, left=left)


def number(header: str, width: float = 7, code: str = WHOLE, *, total: bool = True) -> Column:
    return Column(tuple(header.split("/")), width, code, total=total)


def reckoned(header: str, width: float, code: str, formula: str) -> Column:
    return Column(tuple(header.split("/")), width, code, formula=formula)


def make(
    name: str,
    annex: str,
    title: str,
    columns: Sequence[Column],
    *,
    line: str = "",
    note: str = "",
    sums: bool = False,
) -> None:
    """Write a template of one list."""
    book = new_book()
    add_list(book, annex, title, columns, line=line, note=note, sums=sums)
    save(book, name)


def new_book() -> Workbook:
    """A workbook without sheets."""
    book = Workbook()
    book.remove(book.active)
    return book


def add_list(
    book: Workbook,
    annex: str,
    title: str,
    columns: Sequence[Column],
    *,
    line: str = "",
    note: str = "",
    sums: bool = False,
) -> None:
    """Add a list: 附件N, title, 填报单位 line and perhaps another `line`, header, rows, 合计, 注, signatures."""
    levels = max(len(column.header) for column in columns)
    first = 4
    sheet = _begin(book, annex, title, columns)
    if line:
        _line(sheet, first, line, Font(name="仿宋_GB2312", size=12), _LINE, 24, len(columns))
        first += 1
    _header(sheet, columns, first, levels)
    row = first + levels
    for at in range(row, row + ROWS):
        _body(sheet, at, columns)
    last = row + ROWS
    if sums:
        _totals(sheet, last, columns, row)
        last += 1
    _end(sheet, last, note, len(columns))
    _page(sheet, first, levels, row, columns)


def add_comparison(
    book: Workbook, annex: str, title: str, columns: Sequence[Column], items: Sequence[str], *, note: str = ""
) -> None:
    """Add a comparison: what each row counts stands in the first column."""
    first = 4
    sheet = _begin(book, annex, title, columns)
    _header(sheet, columns, first, 1)
    for at, item in enumerate(items, first + 1):
        _body(sheet, at, columns)
        sheet.cell(at, 1, item)
        sheet.row_dimensions[at].height = 24
    _end(sheet, first + 1 + len(items), note, len(columns))
    _page(sheet, first, 1, first + 1, columns)


def _begin(book: Workbook, annex: str, title: str, columns: Sequence[Column]) -> Worksheet:
    sheet = book.create_sheet(title.removeprefix("2010年")[:31])
    _line(sheet, 1, annex, Font(name="黑体", size=14), _LINE, 22, 1)
    _line(sheet, 2, title, Font(name="方正小标宋简体", size=22), _CENTRE, 40, len(columns))
    _line(sheet, 3, LINE, Font(name="仿宋_GB2312", size=12), _LINE, 24, len(columns))
    return sheet


def _body(sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
    for place, column in enumerate(columns, 1):
        cell = sheet.cell(row, place, _formula(column, columns, row))
        cell.font, cell.border, cell.number_format = Font(name="仿宋_GB2312", size=11), _LINES, column.code
        cell.alignment = _LEFT if column.left else _CENTRE


def _formula(column: Column, columns: Sequence[Column], row: int) -> str | None:
    """The column's formula for a row; None when it has none."""
    formula = column.formula
    for place, other in enumerate(columns, 1):
        formula = formula.replace(f"[{other.name}]", f"{get_column_letter(place)}{row}")
    return formula or None


def _totals(sheet: Worksheet, row: int, columns: Sequence[Column], first: int) -> None:
    for place, column in enumerate(columns, 1):
        cell = sheet.cell(row, place, _formula(column, columns, row))
        cell.font, cell.border, cell.alignment = Font(name="黑体", size=11), _LINES, _CENTRE
        letters = get_column_letter(place)
        if column.total:
            cell.value = f"=SUM({letters}{first}:{letters}{row - 1})"
        if column.total or column.formula:
            cell.number_format = column.code
    sheet.cell(row, 1, "合计")
    labels = next(place for place, column in enumerate(columns, 1) if column.total) - 1
    if labels > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=labels)
    sheet.row_dimensions[row].height = 22


def _end(sheet: Worksheet, row: int, note: str, width: int) -> None:
    if note:
        _line(sheet, row, note, Font(name="仿宋_GB2312", size=11), _LINE, 20, width)
        row += 1
    _line(sheet, row, SIGNED, Font(name="仿宋_GB2312", size=12), _LINE, 24, width)


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
    save(book, "plain-table")


def _line(
    sheet: Worksheet, row: int, words: str, font: Font, place: Alignment, height: float, width: int
) -> None:
    cell = sheet.cell(row, 1, words)
    cell.font, cell.alignment = font, place
    if width > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    sheet.row_dimensions[row].height = height


def _header(sheet: Worksheet, columns: Sequence[Column], first: int, levels: int) -> None:
    """Headings over what they have in common, merged across; a column without a group is merged down."""
    for place, column in enumerate(columns, 1):
        for level in range(levels):
            cell = sheet.cell(first + level, place)
            cell.font, cell.border, cell.alignment = Font(name="黑体", size=11), _LINES, _CENTRE
        leaf = len(column.header) - 1
        sheet.cell(first + leaf, place, column.header[leaf])
        _merge(sheet, first + leaf, first + levels - 1, place, place)
        for level in range(leaf):
            path = column.header[: level + 1]
            alike = [other.header[: level + 1] == path and len(other.header) > level + 1 for other in columns]
            if place == 1 or not alike[place - 2]:
                count = next((at for at, same in enumerate(alike[place - 1 :]) if not same), None)
                last = len(columns) if count is None else place + count - 1
                sheet.cell(first + level, place, path[-1])
                _merge(sheet, first + level, first + level, place, last)
    for level in range(levels):
        own = [column for column in columns if len(column.header) == levels and level == levels - 1]
        lines = max((-(-2 * len(column.header[-1]) // int(column.width - 1)) for column in own), default=1)
        sheet.row_dimensions[first + level].height = 15 * lines + 9


def _merge(sheet: Worksheet, top: int, bottom: int, left: int, right: int) -> None:
    if (top, left) != (bottom, right):
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)


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


def save(book: Workbook, name: str) -> None:
    """Write the workbook into resources/formats."""
    book.properties.creator = ""
    book.properties.created = book.properties.modified = datetime(2010, 1, 1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    target = FOLDER / f"{name}.xlsx"
    book.save(target)
    _leave_out_the_time(target)
    print(target)


def _leave_out_the_time(target: Path) -> None:
    """The same template is the same file whenever it is made: it changes only with what stands in it."""
    with ZipFile(target) as made:
        parts = {each.filename: made.read(each) for each in made.infolist()}
    core = "docProps/core.xml"
    parts[core] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2010-01-01T00:00:00Z", parts[core])
    with ZipFile(target, "w", ZIP_DEFLATED) as again:
        for part, content in parts.items():
            again.writestr(ZipInfo(part, (2010, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)
