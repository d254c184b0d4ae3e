"""Workbooks for the tests of filling, and an independent look at what became of them."""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a package by name, in the order of the file."""
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {info.filename: package.read(info) for info in package.infolist()}


def changed_parts(before: Path, after: Path) -> set[str]:
    """The parts that differ; both packages must have the same parts in the same order."""
    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    return {name for name in old if old[name] != new[name]}


def opened(path: Path, *, values: bool = False) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it; `values`: cached results instead of formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # extensions that openpyxl does not keep
        return openpyxl.load_workbook(path, data_only=values, rich_text=False)


def rows_of(path: Path, sheet: str, first: int, last: int, *, values: bool = False) -> list[list[Any]]:
    """The cell values of some rows."""
    found = opened(path, values=values)[sheet]
    return [[cell.value for cell in row] for row in found.iter_rows(min_row=first, max_row=last)]


def statistics_template(
    path: Path, blank: int, *, columns: int = 4, lines_below: int = 3, heads: tuple[str, ...] = ()
) -> dict[str, int]:
    """A sheet with all that can name rows around a table of `blank` rows; gives where things stand (rows from 1)."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("统计表")
    other = book.add_worksheet("汇总 表")
    line = book.add_format({"border": 1, "font_name": "仿宋_GB2312"})
    head = book.add_format({"border": 1, "bold": True})
    last_column = columns - 1
    sheet.merge_range(0, 0, 0, last_column, "2010年统计表", book.add_format({"font_size": 22}))
    sheet.set_row(0, 41.25)
    sheet.write_row(1, 0, heads or ["序号", "名称", *(f"数{at}" for at in range(1, columns - 1))], head)
    first = 3
    for row in range(first, first + blank):
        sheet.set_row(row - 1, 18 if row < first + blank - 1 else 27)
        for column in range(columns):
            sheet.write_blank(row - 1, column, None, line)
    last = first + blank - 1
    total = last + 1
    sheet.write(total - 1, 0, "合计", head)
    for column in range(2, columns):
        letter = chr(65 + column)
        sheet.write_formula(total - 1, column, f"=SUM({letter}{first}:{letter}{last})", line)
    for at in range(lines_below):
        sheet.merge_range(total + at, 0, total + at, last_column, f"第{at}行脚注")
    foot = total + lines_below
    sheet.conditional_format(first - 1, 2, last - 1, 2, {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format(
        first - 1, 1, last - 1, 1, {"type": "formula", "criteria": f"=$C{first}>$C${total}", "format": head}
    )
    sheet.data_validation(first - 1, 1, last - 1, 1, {"validate": "length", "criteria": "<=", "value": 50})
    sheet.insert_textbox(total, 1, "盖章处", {"object_position": 1})
    sheet.insert_textbox(0, 2, "上方", {"object_position": 1})
    sheet.write_comment(total - 1, 0, "批注")
    sheet.write_url(foot - 1, columns, "internal:'统计表'!A3", string="回到表首")
    sheet.print_area(0, 0, foot - 1, last_column)
    sheet.repeat_rows(1)
    sheet.set_h_pagebreaks([foot - 1])
    book.define_name("总数", f"='统计表'!$C${total}")
    other.write_formula(0, 0, f"='统计表'!C{total}*2")
    other.write_formula(1, 0, f"=SUM('统计表'!C{first}:C{last})")
    other.write_formula(2, 0, "=总数+1")
    other.write(3, 0, "不动")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='统计表'!$C${first}:$C${last}"})
    other.insert_chart(5, 1, chart)
    book.close()
    return {"first": first, "last": last, "total": total, "foot": foot}
