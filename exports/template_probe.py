"""The child process that takes a template apart first: run as a file, limited in memory, it says what is wrong with it.

What a file can do to a parser it does to this process. The frames are those of exports/workbook_reader.py:
(REFUSED, "said", sentence, next step) or (REFUSED, reason), then (END,).
"""

from __future__ import annotations

import marshal
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # An isolated interpreter (-I) does not look for modules where this program is.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from exports.fill_workbook import Template
from exports.package import Package
from exports.recognise import grid_of, sheet_cells, validations
from exports.sheet_formula import column_letters
from exports.sheet_xml import Sheet
from exports.workbook_reader import END, REFUSED, limit_memory
from exports.xls_book import CannotPatch, OldBook
from models.errors import AppError

MOST_CELLS = (
    8_000_000  # of the rectangle from A1 to the last cell with content; 100,000 rows of 20 have 2 million
)


def look_at(path: Path) -> None:
    """Take all of the workbook apart that filling takes apart. Raises AppError with what is wrong."""
    if path.suffix.lower() == ".xls":
        try:
            book = OldBook(path)
        except CannotPatch:
            return  # an office program converts it first
        _ = book.styles, book.looks
        for name in book.visible:
            _measure(path, name, book.sheet(name))
        return
    with Package(path) as package:
        template = Template(package)
        for place in template.places:
            _measure(path, place.name, template.sheet(place.name))


def _measure(path: Path, name: str, sheet: Sheet) -> None:
    """Refuse a sheet with content far away from all other: the rectangle around it would fill the memory."""
    cells = sheet_cells(sheet)
    if not cells:
        return
    last = max(cells)
    if last[0] * max(column for _, column in cells) > MOST_CELLS:
        where = f"{column_letters(last[1])}{last[0]}"
        raise AppError(
            f"“{path.name}”的工作表“{name}”一直到{where}还有内容，范围大得不正常。",
            "请在 Excel 或 WPS 中删去远处那些多余的行列，保存后再试。",
        )
    grid_of(sheet, cells)
    validations(sheet)


def _answers(path: Path) -> Iterator[tuple[Any, ...]]:
    try:
        look_at(path)
    except AppError as error:
        yield (REFUSED, "said", error.message, error.next_step)
    except MemoryError:
        yield (REFUSED, "memory")
    except Exception:  # noqa: BLE001  whatever a broken file raises, the program says that it is broken
        yield (REFUSED, "broken")
    yield (END,)


def main() -> None:
    """Read the request (memory limit, path) and answer."""
    memory, path = marshal.load(sys.stdin.buffer)
    limit_memory(memory)
    for frame in _answers(Path(path)):
        data = marshal.dumps(frame)
        sys.stdout.buffer.write(struct.pack(">I", len(data)) + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
