"""A blank workbook for a branch: locked frame, open cells with drop-down lists and checks made from the fields."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from models.fields import Choice, Date, Decimal, Described, Flag, IdNumber, Integer, Month, Text

NUMBER = "序号"
TOTAL = "合计"
SIGNED = "填表人：                    书记签字：                    填表日期：     年   月   日"
WORDS_SHEET = "选项"  # hidden: the words of long drop-down lists
_LIST_LIMIT = 255  # characters that Excel takes as a list written into the cell's rule
_WIDEST = 40.0
_MOST = 99_999

_THIN = Side(style="thin", color="FF000000")
_LINES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_LINE = Alignment(horizontal="left", vertical="center")
_LOCKED_GROUND = PatternFill("solid", fgColor="FFF2F2F2")

Value = str | float | int | bool | None


@dataclass(frozen=True)
class BlankColumn:
    """A column: the field it asks for, whether the branch may write in it, whether it has a sum below."""

    field: Described
    open: bool = True
    total: bool = False
    width: float = 0.0  # 0: the field's own
    highest: Callable[[int], float | None] | None = None  # by row of `rows`, the most that may be written

    @property
    def header(self) -> str:
        """The field's label, with the unit where a number says nothing without it: 人均服务时长（小时）."""
        unit = self.field.unit if isinstance(self.field, Decimal) else ""
        return f"{self.field.label}（{unit}）" if unit else self.field.label


@dataclass(frozen=True)
class Blank:
    """What one branch gets: the frame, the columns, the rows that are filled in, and how many blank ones follow."""

    title: str
    unit: str
    columns: Sequence[BlankColumn]
    rows: Sequence[Sequence[Value]] = ()
    spare: int = 0
    note: str = ""
    year: int = 0
    numbered: bool = True


def blank_workbook(blank: Blank) -> bytes:
    """The workbook's bytes: title, 填报单位, header, rows, 合计, note, signatures; protected without a password."""
    book = Workbook()
    sheet = book.active
    sheet.title = blank.title[:31]
    first_column = 2 if blank.numbered else 1
    width = first_column + len(blank.columns) - 1
    _line(sheet, 1, blank.title, Font(name="方正小标宋简体", size=20), _CENTRE, 36, width)
    _line(sheet, 2, f"填报单位（盖章）：{blank.unit}", Font(name="仿宋_GB2312", size=12), _LINE, 24, width)
    row = 3
    if blank.note:
        _line(sheet, row, f"注：{blank.note}", Font(name="仿宋_GB2312", size=11), _LEFT, 32, width)
        row += 1
    header = row
    _header(sheet, blank, header, first_column)
    first, last = header + 1, header + len(blank.rows) + blank.spare
    for at in range(first, last + 1):
        _row(sheet, blank, at, at - first, first_column)
    _add_rules(book, sheet, blank, first, last, first_column)
    foot = _totals(sheet, blank, first, last, first_column) if any(c.total for c in blank.columns) else last
    _line(sheet, foot + 1, SIGNED, Font(name="仿宋_GB2312", size=12), _LINE, 30, width)
    sheet.cell(foot + 1, 1).protection = Protection(locked=False)
    _page(sheet, header)
    _protect(sheet)
    # A branch that has more than the blank rows puts some in; they are open like those around them.
    sheet.protection.insertRows = not blank.spare
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _line(
    sheet: Worksheet, row: int, words: str, font: Font, place: Alignment, height: float, width: int
) -> None:
    cell = sheet.cell(row, 1)
    _write(sheet, row, 1, words)
    cell.font, cell.alignment = font, place
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    sheet.row_dimensions[row].height = height


def _header(sheet: Worksheet, blank: Blank, row: int, first_column: int) -> None:
    heads = [(NUMBER, 6.0)] if blank.numbered else []
    heads += [(column.header, _width(column)) for column in blank.columns]
    for place, (words, width) in enumerate(heads, 1):
        cell = sheet.cell(row, place, words)
        cell.font, cell.alignment = Font(name="黑体", size=11), _CENTRE
        cell.border, cell.fill = _LINES, _LOCKED_GROUND
        sheet.column_dimensions[get_column_letter(place)].width = width
    lines = max(-(-2 * len(words) // int(width - 1)) for words, width in heads)
    sheet.row_dimensions[row].height = 15 * lines + 9


def _width(column: BlankColumn) -> float:
    # A column holds its field's usual width, and half of its heading (characters count two) in each of two lines.
    return column.width or min(
        _WIDEST, max(column.field.width + 3.0, 2.0 * (-(-len(column.header) // 2) + 1), 7.0)
    )


def _row(sheet: Worksheet, blank: Blank, at: int, place: int, first_column: int) -> None:
    if blank.numbered:
        cell = sheet.cell(at, 1, place + 1)
        cell.font, cell.alignment, cell.border = Font(name="仿宋_GB2312", size=11), _CENTRE, _LINES
        cell.fill = _LOCKED_GROUND
    values = blank.rows[place] if place < len(blank.rows) else [None] * len(blank.columns)
    for number, (column, value) in enumerate(zip(blank.columns, values, strict=True), first_column):
        cell = sheet.cell(at, number)
        if value is not None:
            _write(sheet, at, number, value)
        cell.font, cell.border = Font(name="仿宋_GB2312", size=11), _LINES
        cell.alignment = _LEFT if column.field.width >= 14 else _CENTRE
        cell.number_format = _format(column.field)
        cell.protection = Protection(locked=not column.open)
        if not column.open:
            cell.fill = _LOCKED_GROUND

    sheet.row_dimensions[at].height = _height(blank, values)


def _height(blank: Blank, values: Sequence[Value]) -> float:
    lines = [
        -(-_signs(value) // int(_width(column) - 1))
        for column, value in zip(blank.columns, values, strict=True)
        if isinstance(value, str)
    ]
    return max(20.0, 15.0 * max(lines, default=1) + 5)


def _signs(text: str) -> int:
    """How wide a text is, in digits: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _write(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"  # text that begins with = stays text


def _format(field: Described) -> str:
    if isinstance(field, Month):
        return "@"  # Excel would make a day of a month
    if isinstance(field, Date):
        return "yyyy-mm-dd"
    if isinstance(field, Decimal):
        return "General"
    return "0" if isinstance(field, Integer) else "@"


def _totals(sheet: Worksheet, blank: Blank, first: int, last: int, first_column: int) -> int:
    row = last + 1
    labels = first_column + next(at for at, column in enumerate(blank.columns) if column.total) - 1
    for place in range(1, first_column + len(blank.columns)):
        cell = sheet.cell(row, place)
        cell.font, cell.border, cell.alignment = Font(name="黑体", size=11), _LINES, _CENTRE
        cell.fill = _LOCKED_GROUND
        if place >= first_column and blank.columns[place - first_column].total:
            letters = get_column_letter(place)
            cell.value = f"=SUM({letters}{first}:{letters}{last})"
    sheet.cell(row, 1, TOTAL)
    if labels > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=labels)
    sheet.row_dimensions[row].height = 22
    return row


# What may be written -----------------------------------------------------------------------------------------


def _add_rules(
    book: Workbook, sheet: Worksheet, blank: Blank, first: int, last: int, first_column: int
) -> None:
    for place, column in enumerate(blank.columns):
        if not column.open or last < first:
            continue
        letters = get_column_letter(first_column + place)
        if column.highest is not None:
            for at in range(first, last + 1):
                _add(sheet, _at_most(column.field, column.highest(at - first)), f"{letters}{at}")
            continue
        rule = _rule(book, column.field, blank.year)
        if rule is not None:
            _add(sheet, rule, f"{letters}{first}:{letters}{last}")


def _add(sheet: Worksheet, rule: DataValidation, cells: str) -> None:
    rule.add(cells)
    sheet.add_data_validation(rule)


def _rule(book: Workbook, field: Described, year: int) -> DataValidation | None:
    if isinstance(field, Choice):
        words = field.words.words
        said = f"请从列表中选择{field.label}。"
        # Words outside an open list are taken, with a question by Excel.
        style = "warning" if field.open_list else "stop"
        return _told("list", field, said, style, formula1=_list(book, field, words)) if words else None
    if isinstance(field, Flag):
        return _told(
            "list", field, "请选择“是”或“否”。", formula1=f'"{field.show(True)},{field.show(False)}"'
        )
    if isinstance(field, Month):
        return _prompted(field, "写年和月，如2005.05。")
    if isinstance(field, Date):
        first = date(1949, 1, 1) if not year else date(year, 1, 1)
        last = date(2100, 12, 31) if not year else date(year, 12, 31)
        said = f"请写{year}年内的日期，如{year}-05-04。" if year else "请写日期，如2010-05-04。"
        return _told("date", field, said, "warning", "between", formula1=_date(first), formula2=_date(last))
    if isinstance(field, Decimal):
        return _at_most(field, _MOST)
    if isinstance(field, Integer):
        said = "请只写数字，不写单位。"
        return _told("whole", field, said, "stop", "between", formula1="0", formula2=str(_MOST))
    if isinstance(field, IdNumber):
        said = "身份证号是18位（旧的是15位）。"
        return _told("textLength", field, said, "stop", "between", formula1="15", formula2="18")
    if isinstance(field, Text) and field.limit <= 1000:
        said = f"最多写{field.limit}个字。"
        return _told("textLength", field, said, "stop", "lessThanOrEqual", formula1=str(field.limit))
    return None


def _at_most(field: Described, highest: float | None) -> DataValidation:
    most = _MOST if highest is None else highest
    said = "请只写数字，不写单位。" if highest in (None, _MOST) else f"请写0到{most:g}的数字，不写单位。"
    return _told("decimal", field, said, "stop", "between", formula1="0", formula2=f"{most:g}")


def _told(
    kind: str, field: Described, said: str, style: str = "stop", operator: str | None = None, **formulas: str
) -> DataValidation:
    rule = DataValidation(type=kind, operator=operator, allow_blank=True, **formulas)
    rule.errorStyle, rule.showErrorMessage = style, True
    rule.errorTitle, rule.error = field.label[:32], said
    return rule


def _prompted(field: Described, said: str) -> DataValidation:
    """A rule that refuses nothing and says how to write."""
    rule = DataValidation(type=None, allow_blank=True)
    rule.showInputMessage = True
    rule.promptTitle, rule.prompt = field.label[:32], said
    return rule


def _list(book: Workbook, field: Choice, words: Sequence[str]) -> str:
    written = ",".join(words)
    if (
        len(written) + 2 <= _LIST_LIMIT
        and not any(sign in written for sign in '"')
        and "," not in "".join(words)
    ):
        return f'"{written}"'
    if WORDS_SHEET not in book.sheetnames:
        hidden = book.create_sheet(WORDS_SHEET)
        hidden.sheet_state = "hidden"
        _protect(hidden)
    hidden = book[WORDS_SHEET]
    # An empty sheet reports one column all the same.
    place = 1 if hidden.cell(1, 1).value is None else hidden.max_column + 1
    for at, word in enumerate((field.label, *words), 1):
        _write(hidden, at, place, word)
    letters = get_column_letter(place)
    return f"'{WORDS_SHEET}'!${letters}$2:${letters}${len(words) + 1}"


def _date(day: date) -> str:
    return str((day - date(1899, 12, 30)).days)


# The sheet as a whole ----------------------------------------------------------------------------------------


def _page(sheet: Worksheet, header: int) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.35
    margins.top = margins.bottom = 0.98
    sheet.print_title_rows = f"{header}:{header}"
    sheet.freeze_panes = sheet.cell(header + 1, 1)


def _protect(sheet: Worksheet) -> None:
    """Against mistakes, not against people: no password; widths and heights stay free."""
    protection = sheet.protection
    protection.enable()
    protection.formatColumns = protection.formatRows = False  # False: not forbidden
