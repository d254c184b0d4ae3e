"""The cells of a column read as values of a field, each different cell once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from exports.grid import Grid
from exports.headers import Header, cell_text
from exports.workbook import Cell
from exports.workbook_scan import CellError
from models.database import rows
from models.errors import FieldError
from models.fields import IdNumber, Integer, Kind, Link
from models.organisation import Organisation
from models.record import Record
from models.text import half_width, squash, tidy

# Excel keeps 15 digits: a longer number in a cell has lost its last ones.
_EXACT = 10**15
# What people write where there is nothing to write; counts only where the field itself does not take it.
_NOTHING = frozenset(("无", "-", "--", "—", "——", "/", "\\", "暂无", "没有", "空", "*", "/无", "未填"))

_UNIT = re.compile(
    r"(?:填报|上报|报送|推荐|申报|填表|所在|报告)(?:单位|团组织|组织|支部|团支部|部门)(?:名称)?(?:\([^)]*\))?\s*[:：]\s*(.*)"
    r"|(?:单位|团组织|团支部)(?:名称)?(?:\([^)]*\))?\s*[:：]\s*(.*)"
)
_NEXT_LABEL = re.compile(
    r"\s*(?:填报|填表|上报|制表|报送|审核|经办|联系|负责|盖章)(?:人|日期|时间|电话|单位)?(?:\([^)]*\))?\s*[:：].*|\s{3,}.*"
)
_YEAR = re.compile(r"(?<!\d)(19[4-9]\d|20\d\d|2100)\s*(?:年|—|-|－|学年)")
_KIND_WORDS = re.compile(r"(?:共青团)?(.*?)(?:团委|团工委|团总支|团支部|总支|支部|委员会)?(?:委员会)?")


class ColumnValues(NamedTuple):
    """The values of one column, row by row, and by place in it the cells that are wrong or doubtful."""

    values: list[Any]
    wrong: dict[int, str]
    doubtful: dict[int, str]


class Several(NamedTuple):
    """The records that a link may mean, all of one name; the row tells which (exports/intake_reader.py)."""

    text: str
    ids: tuple[int, ...]


class CellReader:
    """Reads the cells of one field's columns through the field's own `read`, each different cell once.

    `later` may answer for a link to something that this import brings itself.
    """

    def __init__(self, field: Kind, year: int | None, later: Callable[[str], Any] | None = None) -> None:
        self._field = field
        self._year = year
        self._later = later
        self._known: dict[Any, Any] = {}
        self._refused: dict[Any, str] = {}
        self._warned: dict[Any, str] = {}

    def learn(self, cells: Sequence[Cell]) -> None:
        """Read the cells that are new."""
        read, year = self._field.read, self._year
        plain = not isinstance(self._field, Link)
        for cell in set(cells).difference(self._known):
            try:
                value, warning = read(cell, year=year) if plain and type(cell) is str else self._read(cell)
            except FieldError as error:
                self._known[cell] = None
                if not (isinstance(cell, str) and squash(cell) in _NOTHING):
                    self._refused[cell] = str(error)
                continue
            self._known[cell] = value
            if warning:
                self._warned[cell] = warning

    def read(self, cells: Sequence[Cell]) -> ColumnValues:
        """The values of a column."""
        if bool in set(map(type, cells)):  # True is 1 to a dictionary
            cells = [("是" if cell else "否") if isinstance(cell, bool) else cell for cell in cells]
        self.learn(cells)
        known = self._known
        return ColumnValues(
            [known[cell] for cell in cells], _places(cells, self._refused), _places(cells, self._warned)
        )

    def _read(self, cell: Cell) -> tuple[Any, str | None]:
        if isinstance(cell, CellError):
            raise FieldError(f"单元格是错误值{cell}，请在表格里改正")
        if isinstance(cell, float) and abs(cell) >= _EXACT and not isinstance(self._field, IdNumber):
            raise FieldError("存成了数字，Excel只保留15位，后面的位数已经丢失；请改为文本格式重新填写")
        if isinstance(self._field, Link) and cell is not None:
            return _read_link(self._field, cell_text(cell), self._later)
        return self._field.read(cell, year=self._year)


def _places(cells: Sequence[Cell], said: Mapping[Any, str]) -> dict[int, str]:
    return {place: said[cell] for place, cell in enumerate(cells) if cell in said} if said else {}


def _read_link(field: Link, text: str, later: Callable[[str], Any] | None) -> tuple[Any, str | None]:
    if not text:
        return None, None
    try:
        return field.rel_model.find(text), None
    except FieldError as error:
        coming = later(text) if later else None
        if coming is not None:
            return coming, None
        if field.rel_model is Organisation:
            found = like_organisation(text)
            if found is not None:
                return found, f"“{text}”按“{Organisation.titles()[found]}”导入，请核对"
        wanted = squash(text)
        called = [id_ for id_, title in field.rel_model.titles().items() if squash(title) == wanted]
        if len(called) > 1:
            return Several(text, tuple(called)), None
        raise error


def like_organisation(text: str) -> int | None:
    """The one organisation that is called so but for its kind word, or whose unit is; None when there is no one."""
    wanted = _stem(text)
    if len(wanted) < 2:
        return None
    found = {
        int(id_)
        for id_, name, unit in rows("SELECT id, name, unit FROM organisation WHERE ended IS NULL")
        if wanted == _stem(name) or (unit and squash(text) == squash(unit))
    }
    return found.pop() if len(found) == 1 else None


def _stem(name: str) -> str:
    found = _KIND_WORDS.fullmatch(squash(name))
    return found[1] if found else squash(name)


def lines_above(grid: Grid, header: Header) -> list[str]:
    """The texts over the header, each once."""
    texts: dict[str, None] = {}
    for row in grid.rows(0, header.first):
        for cell in row:
            if isinstance(cell, str) and cell.strip():
                texts[half_width(cell).strip()] = None
    return list(texts)


def reporting_unit(grid: Grid, header: Header, file_stem: str) -> int | None:
    """The organisation that a sheet is from: its 填报单位 line, else a name within the sheet's or the file's name."""
    texts = lines_above(grid, header)
    for number, text in enumerate(texts):
        found = _UNIT.search(text)
        if not found:
            continue
        said = _NEXT_LABEL.sub("", found[1] or found[2] or "").strip()
        if not said and number + 1 < len(texts) and not _UNIT.search(texts[number + 1]):
            said = _NEXT_LABEL.sub("", texts[number + 1]).strip()  # in a cell of its own
        if said:
            organisation = _organisation(said)
            if organisation is not None:
                return organisation
    for text in (grid.name, file_stem, *texts):
        organisation = _named_in(text)
        if organisation is not None:
            return organisation
    return None


def _organisation(text: str) -> int | None:
    try:
        return Organisation.find(tidy(text))
    except FieldError:
        return like_organisation(text)


def _named_in(text: str) -> int | None:
    """The organisation whose name, the longest one, stands within a text."""
    within = squash(text)
    found = [
        (len(name), id_) for id_, name in Organisation.titles().items() if name and squash(name) in within
    ]
    return max(found)[1] if found else None


def year_of(grid: Grid, header: Header, file_stem: str) -> int | None:
    """The year that the title says (“2010年创先争优活动情况上报表”), else the file's name."""
    for text in (*lines_above(grid, header), grid.name, file_stem):
        # 填报日期：2010年12月20日 says when it was filled in, which is not always the year reported on.
        found = _YEAR.search(re.sub(r"(?:日期|时间)\s*[:：].*", "", text))
        if found:
            return int(found[1])
    return None


def fill_years(
    kind: type[Record], values: dict[str, Sequence[Any]], said: int | None, other: int | None
) -> None:
    """Give rows of records that have a year, in a sheet without a column for it, that year.

    It is what the title has `said`, else the year of the row's own date, else the `other`.
    """
    name = kind.year_field
    if name is None or name in values or not isinstance(kind.field(name), Integer):
        return
    dates = [] if said else [values[each] for each in kind.year_from if each in values]
    rows_of_sheet = range(len(next(iter(values.values()))))
    values[name] = [
        next((int(given[row][:4]) for given in dates if given[row]), said or other) for row in rows_of_sheet
    ]
