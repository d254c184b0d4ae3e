"""The child process that parses foreign workbooks: run as a file, limited in memory, it speaks marshal on its pipes.

Nothing here is imported by the program: a file that aborts the parser (a cell at XFD1048576 is enough) or eats all
memory ends this process only.  Frames are a length (4 bytes) and a marshalled tuple:
(FILE, index), (SHEET, name, visible, merges, first column), (ROWS, columns, specials), (GAP, blank rows),
(REFUSED, reason, detail), (END,).  Specials are the cells that marshal cannot carry: (row in frame, column, kind, value).
"""

from __future__ import annotations

import datetime
import gc
import marshal
import struct
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import python_calamine

FILE, SHEET, ROWS, GAP, REFUSED, END = range(6)
ROWS_A_FRAME = 8192
_PLAIN = {str, float, int, bool}


def limit_memory(size: int) -> None:
    """Let the operating system refuse this process more than `size` bytes."""
    if sys.platform == "win32":
        _limit_memory_by_job(size)
    else:
        import resource  # only POSIX has it

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = size if hard == resource.RLIM_INFINITY else min(size, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _BasicLimits(ctypes.Structure):
        _fields_ = [
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        ]

    class _ExtendedLimits(ctypes.Structure):
        _fields_ = [
            ("BasicLimitInformation", _BasicLimits),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        ]

    def _limit_memory_by_job(size: int) -> None:
        """Put this process into a job of its own that limits its memory (JobObjectExtendedLimitInformation)."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (
            wintypes.HANDLE,
            ctypes.c_int,
            ctypes.c_void_p,
            wintypes.DWORD,
        )
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        limits = _ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
        limits.ProcessMemoryLimit = size
        job = kernel.CreateJobObjectW(None, None)
        kernel.SetInformationJobObject(job, 9, ctypes.byref(limits), ctypes.sizeof(limits))
        kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())


def special(value: Any) -> tuple[str, Any]:
    """How a value that marshal cannot carry is sent: ("date", (year, month, day …)) or ("text", …)."""
    if isinstance(value, datetime.datetime):
        return "date", (value.year, value.month, value.day, value.hour, value.minute, value.second)
    if isinstance(value, datetime.date):
        return "date", (value.year, value.month, value.day)
    if isinstance(value, datetime.time):
        return "text", value.strftime("%H:%M")
    if isinstance(value, datetime.timedelta):
        minutes = round(value.total_seconds() / 60)
        return "text", f"{minutes // 60}:{minutes % 60:02d}"
    return "text", str(value)


def packed(column: tuple[Any, ...], index: int, specials: list[tuple[int, int, str, Any]]) -> list[Any]:
    """A column ready for marshal: blank cells None, equal texts one object, specials taken out and listed."""
    distinct = set(column)
    # A text equals nothing but a text: where the different cells are texts all cells are.
    if set(map(type, distinct)) == {str}:
        if len(distinct) * 4 < len(column):
            # One object a word: marshal then writes and reads it once, which halves the time of a roster.
            words = {word: word or None for word in distinct}
            return list(map(words.__getitem__, column))
        return [word or None for word in column] if "" in distinct else list(column)
    kinds = set(map(type, column))
    cells: list[Any] = [None if cell == "" else cell for cell in column]
    if not kinds <= _PLAIN:
        for row, cell in enumerate(cells):
            if cell is not None and type(cell) not in _PLAIN:
                specials.append((row, index, *special(cell)))
                cells[row] = None
    return cells


def frames_of(rows: Iterator[list[Any]]) -> Iterator[tuple[Any, ...]]:
    """ROWS frames of so many rows each; trailing blank rows are left out, blank stretches are one GAP."""
    blank = 0
    while chunk := list(islice(rows, ROWS_A_FRAME)):
        specials: list[tuple[int, int, str, Any]] = []
        columns = [packed(column, index, specials) for index, column in enumerate(zip(*chunk, strict=True))]
        if not specials and not any(any(cell is not None for cell in column) for column in columns):
            blank += len(chunk)
            continue
        if blank:
            yield (GAP, blank)
            blank = 0
        yield (ROWS, columns, specials)


def read_with_calamine(path: str, most_rows: int | None) -> Iterator[tuple[Any, ...]]:
    """The frames of every worksheet; hidden ones are named but not read."""
    # From a file object, so that the content decides about the format and not the name's ending.
    with Path(path).open("rb") as file, python_calamine.CalamineWorkbook.from_filelike(file) as book:
        for number, about in enumerate(book.sheets_metadata):
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if about.visible != python_calamine.SheetVisibleEnum.Visible:
                yield (SHEET, about.name, False, [], 0)
                continue
            sheet = book.get_sheet_by_index(number)
            merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
            yield (SHEET, about.name, True, merges, sheet.start[1] if sheet.start else 0)
            if sheet.start:
                yield from frames_of(islice(sheet.iter_rows(), most_rows))


def read_with_openpyxl(path: str, most_rows: int | None) -> Iterator[tuple[Any, ...]]:
    """The same frames for the few workbooks that calamine refuses and Excel opens."""
    import openpyxl  # seldom needed, and slow to import

    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        visible = sheet.sheet_state == "visible"
        merges = [
            (area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
            for area in sheet.merged_cells.ranges
        ]
        yield (SHEET, sheet.title, visible, merges if visible else [], 0)
        if visible:
            width = sheet.max_column
            yield from frames_of(
                ["" if cell is None else cell for cell in row]
                for row in sheet.iter_rows(1, most_rows, 1, width, values_only=True)
            )


def answer(path: str, most_rows: int | None, out: BinaryIO) -> None:
    """Send one file's frames, or why it was refused."""

    def send(frame: tuple[Any, ...]) -> None:
        data = marshal.dumps(frame)
        out.write(struct.pack(">I", len(data)))
        out.write(data)

    try:
        for frame in read_with_calamine(path, most_rows):
            send(frame)
    except python_calamine.PasswordError:
        send((REFUSED, "password", ""))
    except MemoryError:
        send((REFUSED, "memory", ""))
    except Exception as first:  # noqa: BLE001  whatever a broken file raises must not end the other files
        try:
            send((REFUSED, "again", str(first)))
            for frame in read_with_openpyxl(path, most_rows):
                send(frame)
        except MemoryError:
            send((REFUSED, "memory", ""))
        except Exception as second:  # noqa: BLE001
            send((REFUSED, "broken", f"{first}; {second}"))
    send((END,))
    out.flush()


def main() -> None:
    """Read the request (memory limit, most rows of a sheet, paths) and answer file by file."""
    gc.disable()  # nothing cyclic is made here, and looking for it costs a third of the time
    memory, most_rows, paths = marshal.load(sys.stdin.buffer)
    limit_memory(memory)
    out = sys.stdout.buffer
    for index, path in enumerate(paths):
        data = marshal.dumps((FILE, index))
        out.write(struct.pack(">I", len(data)) + data)
        out.flush()
        answer(path, most_rows, out)


if __name__ == "__main__":
    main()
