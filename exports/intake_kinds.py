"""Which kind of record the tables in a file are, by the columns they have."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exports.grid import Grid
from exports.headers import Header, Names, find_header
from exports.intake_columns import column_names
from exports.workbook import read_workbooks
from models.activity import Activity
from models.appraisal import MemberAppraisal
from models.brand import Brand
from models.commitment import Commitment
from models.correction import Correction
from models.fields import Date, Integer, Kind, Link
from models.kinds import all_kinds
from models.member import Member
from models.news import News, NewsUse
from models.organisation import Organisation
from models.partner import Partner
from models.party import PartyRecommendation
from models.plan import Plan
from models.practice import Practice
from models.record import Record
from models.review import Review
from models.role_model import RoleModel
from models.supervision import Inspection
from models.text import squash

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
    NewsUse,
    RoleModel,
    Practice,
    Review,
    Inspection,
    Correction,
)

# What the program itself makes and keeps (a draw, a poll's ballots), which come from nowhere else.
_OF_THE_PROGRAM = frozenset(
    (
        *("setting", "sent", "request", "return", "snapshot"),
        *("draw", "draw_pick", "poll", "poll_class", "poll_target"),
    )
)

_HEAD = 60  # rows; the header stands in the first forty
_TITLE = 4  # rows
_SAID = 3  # so many columns more is a title worth that names the kind


def importable() -> tuple[type[Record], ...]:
    """KINDS, then all others whose lists can come back as this program writes them, those that others need first."""
    others = [
        kind
        for kind in all_kinds()
        if kind not in KINDS
        and kind.key
        and not kind.hangs_on_any
        and kind.kind_name() not in _OF_THE_PROGRAM
        and (kind.search_fields or kind.organisation_field)
    ]
    ordered: list[type[Record]] = []
    while others:
        needed = [
            kind
            for kind in others
            if not any(isinstance(field, Link) and field.rel_model in others for field in _to_others(kind))
        ]
        ordered += needed or others
        others = [kind for kind in others if kind not in ordered]
    return (*KINDS, *ordered)


def recognise(paths: Sequence[Path]) -> dict[type[Record], list[Path]]:
    """The files by kind, in the order of importable(); one that is nothing we know stands with the others of the most.

    A table that calls all its columns as this program does is of that kind. All other tables are of one of KINDS, of
    which people send sheets. A file that cannot be read is listed too, so that the import says why.
    """
    kinds = importable()
    names = {kind: Names(column_names(kind)) for kind in kinds}
    found: dict[type[Record], list[Path]] = {kind: [] for kind in kinds}
    unknown: list[Path] = []
    for book in read_workbooks(paths, most_rows=_HEAD):
        known = dict.fromkeys(kinds, (False, 0))
        for sheet in book.sheets:
            if sheet.visible:
                grid = Grid(sheet)
                titles = _titles(book.path, grid)
                for kind in kinds:
                    header = find_header(grid, names[kind])
                    if header and _own_fields(kind) & set(header.fields.values()):
                        known[kind] = max(known[kind], _likeness(kind, header, titles))
        best = max(kinds, key=known.__getitem__)
        (found[best] if known[best][1] else unknown).append(book.path)
    if unknown:
        found[max(KINDS, key=lambda kind: len(found[kind]))].extend(unknown)
    return {kind: files for kind, files in found.items() if files}


def _likeness(kind: type[Record], header: Header, titles: Sequence[str]) -> tuple[bool, int]:
    """Whether all columns are called as this program calls them, and how many are known."""
    labels = {squash(field.label) for field in kind.fields()}
    columns = [column for column in header.columns if column.position != header.number]
    ours = all(squash("".join(column.path)) in labels for column in columns)
    if not ours and kind not in KINDS:
        return False, 0
    said = any(word in text for text in titles for word in (*kind.sheet_words, kind.label + "列表"))
    return ours, len(header.fields) + (_SAID if said else 0)


def _to_others(kind: type[Record]) -> list[Kind]:
    return [
        field for field in kind.stored_fields() if isinstance(field, Link) and field.rel_model is not kind
    ]


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
    return named or {field.name for field in key if isinstance(field, Link)} or {field.name for field in key}
