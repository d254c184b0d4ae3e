"""Which kind of record the tables in a file are, by the columns they have."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exports.grid import Grid
from exports.headers import Names, find_header
from exports.intake_reader import column_names
from exports.workbook import read_workbooks
from models.activity import Activity
from models.appraisal import MemberAppraisal
from models.brand import Brand
from models.commitment import Commitment
from models.correction import Correction
from models.fields import Date, Integer, Link
from models.member import Member
from models.news import News
from models.organisation import Organisation
from models.partner import Partner
from models.party import PartyRecommendation
from models.plan import Plan
from models.practice import Practice
from models.record import Record
from models.review import Review
from models.role_model import RoleModel
from models.supervision import Inspection

# What can be imported, in the order in which it must be: members need their branches.
KINDS: tuple[type[Record], ...] = (
    Organisation,
    Member,
    MemberAppraisal,
    Activity,
    Plan,
    Brand,
    Commitment,
    PartyRecommendation,
    Partner,
    News,
    RoleModel,
    Practice,
    Review,
    Inspection,
    Correction,
)

_HEAD = 60  # rows; the header stands in the first forty
_TITLE = 4  # rows
_SAID = 3  # so many columns more is a title worth that names the kind


def recognise(paths: Sequence[Path]) -> dict[type[Record], list[Path]]:
    """The files by kind, in the order of KINDS; one that is nothing we know stands with the others of the most.

    A file that cannot be read is listed too, so that the import says why.
    """
    names = {kind: Names(column_names(kind)) for kind in KINDS}
    own = {kind: _own_fields(kind) for kind in KINDS}
    found: dict[type[Record], list[Path]] = {kind: [] for kind in KINDS}
    unknown: list[Path] = []
    for book in read_workbooks(paths, most_rows=_HEAD):
        known = dict.fromkeys(KINDS, 0)
        for sheet in book.sheets:
            if sheet.visible:
                grid = Grid(sheet)
                for kind in KINDS:
                    header = find_header(grid, names[kind])
                    if header and own[kind] & set(header.fields.values()):
                        said = any(
                            word in text for text in _titles(book.path, grid) for word in kind.sheet_words
                        )
                        known[kind] = max(known[kind], len(header.fields) + (_SAID if said else 0))
        best = max(KINDS, key=known.__getitem__)
        (found[best] if known[best] else unknown).append(book.path)
    if unknown:
        found[max(KINDS, key=lambda kind: len(found[kind]))].extend(unknown)
    return {kind: files for kind, files in found.items() if files}


def _titles(path: Path, grid: Grid) -> list[str]:
    """The name of the file and of the sheet, and the texts of its first rows."""
    texts = [cell for row in grid.rows(0, min(grid.height, _TITLE)) for cell in row if isinstance(cell, str)]
    return [path.stem, grid.name, *texts]


def _own_fields(kind: type[Record]) -> set[str]:
    """The fields of which a table of this kind must have one: what its records are called, not whose and when."""
    key = [kind.field(name) for name in {*kind.key, *kind.other_key}]
    named = {field.name for field in key if not isinstance(field, Link | Date | Integer)}
    # A kind that can be told by whose and when alone (典型集体) has its own word for the day: 培树时间.
    if kind.other_key and not named & set(kind.other_key):
        named |= {name for name in kind.other_key if isinstance(kind.field(name), Date)}
    return named or {field.name for field in key if isinstance(field, Link)}
