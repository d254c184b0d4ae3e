"""Any list as it is on screen, for paper: its columns in their order, its rows as they are filtered and sorted."""

from __future__ import annotations

from collections.abc import Sequence

from exports.paper import Document
from exports.table_layout import lay_out, printed
from models import settings
from models.clock import today
from models.errors import AppError
from models.fields import Described
from models.partial_date import in_words

NUMBER, TOTAL = "序号", "合计"
# Typst takes about a gigabyte for so many.
MOST_CELLS = 75_000


def list_document(
    title: str, fields: Sequence[Described], rows: Sequence[Sequence[str]], totals: Sequence[str] = ()
) -> Document:
    """A list under its title with the office and the date; texts as they are seen, the sums of columns below.

    Raises AppError where there is nothing to print, or more than paper is for.
    """
    if not rows:
        raise AppError(f"“{title}”里没有可以打印的记录。", "请先新增记录，或放宽筛选。")
    if len(rows) * (len(fields) + 1) > MOST_CELLS:
        raise AppError(
            f"“{title}”有{len(rows)}行，太多了，不能打印。", "请先筛选或少选几列，或导出为 Excel 表格。"
        )
    numbered = [[str(number), *row] for number, row in enumerate(rows, 1)]
    lines = [*numbered, [TOTAL, *totals]] if any(totals) else numbered
    layout = lay_out(
        [NUMBER, *(field.label for field in fields)], ["center", *(field.align for field in fields)], lines
    )
    return {
        "bookmark": title,
        "caption": title,
        "title": title,
        "unit": settings.office("office_full_name") or settings.office("office_name"),
        "date": in_words(today().isoformat()),
        "note": f"共{len(numbered)}条",
        "size": f"{layout.size:g}",
        "lengthwise": "yes" if layout.lengthwise else "",
        "columns": printed(layout),
        "rows": lines,
    }
