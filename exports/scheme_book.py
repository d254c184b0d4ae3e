"""A whole scheme as a workbook of two sheets, and back: 方案 says name, weights and bands, 指标 has a line each."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exports.target import written_beside
from exports.workbook import Cell, Sheet, address, read_workbook
from exports.workbook_scan import CellError
from models.errors import AppError, FieldError
from models.fields import Choice, Kind
from models.record import Record
from models.scheme import Indicator, Scheme
from models.text import header_word

SCHEME_SHEET, LINES_SHEET = "方案", "指标"
PARTICULARS = (
    "name",
    "year",
    "kind",
    "source",
    "weight_office",
    "weight_review",
    "weight_poll",
    "bonus_limit",
    "bands",
    "remark",
)
COLUMNS = ("block", "topic", "number", "content", "points", "criteria", "basis", "scorer", "rule")
_WIDTHS = {"block": 12, "topic": 14, "number": 6, "content": 40, "points": 7, "scorer": 9, "rule": 44}
_USUAL = 30
_HEADER_WITHIN = 15  # rows in which the header of the indicators is looked for
_MOST_PROBLEMS = 200

_THIN = Side(style="thin", color="FF000000")
_LINES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_GROUND = PatternFill("solid", fgColor="FFF2F2F2")
_WRAP = Alignment(vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_HOW_RULE = "自动计分规则一格写一句话，如：志愿服务时长÷团员数达到10得满分；留空为人工评分。"


class Found(NamedTuple):
    """A scheme as a workbook says it, not saved; `problems` say in words what is wrong in which cell."""

    scheme: Scheme
    lines: list[Indicator]
    problems: list[str]


def write_scheme(scheme: Scheme, lines: Sequence[Indicator], target: Path) -> None:
    """Write a scheme with its indicators in their order; AppError when the file cannot be written."""
    book = Workbook()
    first = book.active
    first.title = SCHEME_SHEET
    _write_particulars(first, scheme)
    _write_lines(book.create_sheet(LINES_SHEET), lines)
    with written_beside(target) as stream:
        book.save(stream)


def read_scheme(path: Path) -> Found:
    """What a workbook says, every cell checked; AppError when it cannot be read or has not the two sheets."""
    return found_in(read_workbook(path).sheets)


def found_in(sheets: Sequence[Sheet]) -> Found:
    """The scheme that the sheets say, every cell checked; AppError when they are none of a scheme."""
    by_name = {sheet.name.strip(): sheet for sheet in sheets if sheet.visible}
    missing = [name for name in (SCHEME_SHEET, LINES_SHEET) if name not in by_name]
    if missing:
        raise AppError(
            f"这个工作簿里没有“{'”“'.join(missing)}”表，不是考核方案。",
            "请先导出一份方案，照它的样子填写。",
        )
    problems: list[str] = []
    scheme = _read_particulars(by_name[SCHEME_SHEET], problems)
    lines = _read_lines(by_name[LINES_SHEET], problems)
    if not lines and not problems:
        problems.append(f"“{LINES_SHEET}”表里没有一条指标")
    return Found(scheme, lines, problems[:_MOST_PROBLEMS])


# Writing -----------------------------------------------------------------------------------------------------


def _write_particulars(sheet: Worksheet, scheme: Scheme) -> None:
    for row, name in enumerate(PARTICULARS, 1):
        field = Scheme.field(name)
        _put(sheet, row, 1, field.label, _CENTRE)
        _put(sheet, row, 2, field.cell(scheme.value(name)), _LEFT)
        sheet.cell(row, 1).fill = _GROUND
        sheet.cell(row, 1).font = Font(name="黑体", size=11)
        _offer_words(sheet, name, Scheme, f"B{row}")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 60
    for row, name in enumerate(PARTICULARS, 1):
        sheet.row_dimensions[row].height = _height([(scheme.value(name), 60)])
    _put(sheet, len(PARTICULARS) + 2, 1, f"注：占比三项合计100；等次分数线一行一个等次。{_HOW_RULE}", _WRAP)
    foot = sheet.cell(len(PARTICULARS) + 2, 1)
    foot.border = Border()
    sheet.merge_cells(start_row=foot.row, end_row=foot.row, start_column=1, end_column=2)
    sheet.row_dimensions[foot.row].height = 40
    _fit_page(sheet, landscape=False)


def _write_lines(sheet: Worksheet, lines: Sequence[Indicator]) -> None:
    for column, name in enumerate(COLUMNS, 1):
        field = Indicator.field(name)
        _put(sheet, 1, column, field.label, _CENTRE)
        sheet.cell(1, column).fill = _GROUND
        sheet.cell(1, column).font = Font(name="黑体", size=11)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, _USUAL)
        if lines:
            letters = get_column_letter(column)
            # Some rows more than there are, for those that are put in below.
            _offer_words(sheet, name, Indicator, f"{letters}2:{letters}{len(lines) + 51}")
    for row, line in enumerate(lines, 2):
        for column, name in enumerate(COLUMNS, 1):
            value = row - 1 if name == "number" else Indicator.field(name).cell(line.value(name))
            centred = name in ("block", "topic", "number", "points", "scorer")
            _put(sheet, row, column, value, _CENTRE if centred else _WRAP)
        texts = [(line.value(name), _WIDTHS.get(name, _USUAL)) for name in COLUMNS]
        sheet.row_dimensions[row].height = _height(texts)
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    _fit_page(sheet, landscape=True)


def _put(sheet: Worksheet, row: int, column: int, value: Cell, place: Alignment) -> None:
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"  # text that begins with = stays text
    cell.font, cell.border, cell.alignment = Font(name="仿宋_GB2312", size=11), _LINES, place


def _height(texts: Sequence[tuple[object, int]]) -> float:
    """The height in points of a row that holds these texts in columns of these widths."""
    lines = [
        sum(-(-max(_signs(part), 1) // (width - 2)) for part in text.split("\n"))
        for text, width in texts
        if isinstance(text, str)
    ]
    return min(max(20.0, 15.0 * max(lines, default=1) + 5), 400.0)


def _signs(text: str) -> int:
    """How wide a text is, in digits: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _offer_words(sheet: Worksheet, name: str, kind: type[Record], cells: str) -> None:
    field = kind.field(name)
    if not isinstance(field, Choice):
        return
    rule = DataValidation(type="list", allow_blank=True, formula1=f'"{",".join(field.words.words)}"')
    rule.showErrorMessage, rule.errorTitle = True, field.label
    rule.error = f"请从列表中选择{field.label}。"
    rule.add(cells)
    sheet.add_data_validation(rule)


def _fit_page(sheet: Worksheet, *, landscape: bool) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE if landscape else sheet.ORIENTATION_PORTRAIT
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


# Reading -----------------------------------------------------------------------------------------------------


def _read_particulars(sheet: Sheet, problems: list[str]) -> Scheme:
    rows = {header_word(str(cells[0])): at for at, cells in _rows(sheet) if cells[0] is not None}
    scheme = Scheme()
    for name in PARTICULARS:
        field = Scheme.field(name)
        at = rows.get(header_word(field.label))
        if at is None:
            if field.required:
                problems.append(f"“{SCHEME_SHEET}”表缺“{field.label}”一行")
            continue
        cells = sheet.row(at)
        _read_cell(scheme, name, cells[1] if len(cells) > 1 else None, f"{SCHEME_SHEET}!B{at + 1}", problems)
    said = {problem.split("：")[0] for problem in problems}
    for each in scheme.check():
        # Whether there is one of the name already is asked when it is saved, perhaps under another name.
        if each.severity == "error" and each.field not in (None, "name"):
            row = rows.get(header_word(Scheme.field(each.field).label))
            where = SCHEME_SHEET if row is None else f"{SCHEME_SHEET}!B{row + 1}"
            if where not in said:
                problems.append(f"{where}：{each.message}")
    if not scheme.name and header_word(Scheme.field("name").label) in rows:
        problems.append(f"{SCHEME_SHEET}!B{rows[header_word(Scheme.field('name').label)] + 1}：方案要有名称")
    return scheme


def _read_lines(sheet: Sheet, problems: list[str]) -> list[Indicator]:
    header, places = _header(sheet)
    if header is None:
        problems.append(f"“{LINES_SHEET}”表前{_HEADER_WITHIN}行里没有表头“{_labels(COLUMNS)}”")
        return []
    absent = [name for name in COLUMNS if name not in places and Indicator.field(name).required]
    absent = [name for name in absent if name != "number"]
    if absent:
        problems.append(f"“{LINES_SHEET}”表缺“{_labels(absent)}”列")
        return []
    lines: list[Indicator] = []
    for at, cells in _rows(sheet):
        if at <= header or not any(_is_filled(cells[column]) for column in places.values()):
            continue
        line, before = Indicator(number=len(lines) + 1), len(problems)
        for name, column in places.items():
            if name != "number":
                where = f"{LINES_SHEET}!{address(at, column)}"
                _read_cell(line, name, cells[column], where, problems)
        if len(problems) == before:
            problems += [
                f"{LINES_SHEET}!{address(at, places[each.field]) if each.field in places else f'第{at + 1}行'}"
                f"：{each.message}"
                for each in line.check()
                if each.severity == "error" and each.field not in ("scheme", "number")
            ]
        lines.append(line)
    return lines


def _header(sheet: Sheet) -> tuple[int | None, dict[str, int]]:
    """The row that names most of the columns, and where each of them stands."""
    words = {
        header_word(word): name
        for name in COLUMNS
        for word in (Indicator.field(name).label, *Indicator.field(name).aliases)
    }
    best: tuple[int | None, dict[str, int]] = (None, {})
    for at, cells in _rows(sheet):
        if at >= _HEADER_WITHIN:
            break
        found: dict[str, int] = {}
        for column, cell in enumerate(cells):
            name = words.get(header_word(cell)) if isinstance(cell, str) else None
            if name is not None:
                found.setdefault(name, column)
        if len(found) > max(2, len(best[1])):
            best = (at, found)
    return best


def _read_cell(record: Record, name: str, cell: Cell, where: str, problems: list[str]) -> None:
    field = record.field(name)
    assert isinstance(field, Kind)
    if isinstance(cell, CellError):
        problems.append(f"{where}：单元格里是错误值")
        return
    try:
        setattr(record, name, field.read(cell).value)
    except FieldError as error:
        problems.append(f"{where}：{error}")


def _rows(sheet: Sheet) -> list[tuple[int, list[Cell]]]:
    return [(at, sheet.row(at)) for at in range(sheet.height)] if sheet.columns else []


def _is_filled(cell: Cell) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _labels(names: Sequence[str]) -> str:
    return "、".join(Indicator.field(name).label for name in names)
