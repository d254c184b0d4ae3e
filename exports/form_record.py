"""Any record on paper: its fields by groups, the records that belong to it as tables, its pictures, places to sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from exports.paper import Document
from exports.table_layout import UPRIGHT, breadth, lay_out, printed
from models import settings
from models.activity import Activity
from models.attachment import Attachment, attachments_of
from models.clock import today
from models.errors import AppError
from models.fields import Attachments, Described, Integer, Link, LongText, PersonName
from models.files import FileStore
from models.kinds import links_to
from models.organisation import Organisation, subtree
from models.partial_date import in_words
from models.record import Record

ACTIVITY_TITLE = "“三比三争”活动记录表"
# What has a name of its own; all else is called by its label.
TITLES = {"activity": ACTIVITY_TITLE}
PRINTABLE = {".jpg", ".jpeg", ".png", ".gif", ".webp"}
SIGNED = ("填表人", "审核人", "负责人（签字）")
# What only serves lists.
_LEFT_OUT = {("activity", "month")}
# A text of so many characters still stands beside another field.
_BESIDE = 28
_NAME = 8
# A long text in a table of children is at least so many characters wide, and no letter smaller than so many points.
_LONG_COLUMN = 10.0
_SMALLEST = 9.0
# So many lines are left for a long text that is not written yet.
_ROOM = "4"

Line = dict[str, str]


def record_documents(
    records: Iterable[Record], *, full: bool = False, files: FileStore | None = None
) -> list[Document]:
    """What is printed of each record; covered unless `full`, pictures only where there are `files`; AppError: one is gone."""
    return [_document(record, full, files) for record in records]


def documents(year: int, organisation_id: int | None, full: bool, files: FileStore | None) -> list[Document]:
    """The forms of a year's activities (format 11a), of one organisation and those below it or of all."""
    wanted = Activity.select().where(Activity.start >= str(year), Activity.start < str(year + 1))
    if organisation_id is not None:
        wanted = wanted.where(Activity.branch.in_(subtree(organisation_id)))
    found = list(wanted.order_by(Activity.start, Activity.id))
    if not found:
        raise AppError(f"{year}年没有可以打印的{Activity.label}。", f"请先登记{Activity.label}。")
    return record_documents(found, full=full, files=files)


def covers(kind: type[Record]) -> bool:
    """Whether a record of the kind, or what belongs to it, has values that are covered unless they are asked for."""
    kinds = [kind, *(other for other, _ in _owned(kind))]
    return any(field.sensitive for each in kinds for field in each.fields())


def title_of(kind: type[Record]) -> str:
    """What the form of a kind is called."""
    known = TITLES.get(kind.kind_name())
    if known is not None:
        return known
    if kind.label.endswith(("表", "书", "票", "单")):
        return kind.label
    return kind.label + ("表" if kind.label.endswith(("记录", "登记", "台账")) else "登记表")


def _document(record: Record, full: bool, files: FileStore | None) -> Document:
    home = record.home()
    title = title_of(type(record))
    attached = attachments_of(record)
    pictures = [each for each in attached if _printable(each)]
    others = [each for each in attached if each not in pictures]
    return {
        "bookmark": record.heading(),
        "caption": f"{title}　{record.heading()}",
        "title": title,
        "heading": record.heading(),
        "organisation": Organisation.titles().get(home, "")
        if home is not None
        else settings.office("office_name"),
        "number": _number(record),
        "date": in_words(today().isoformat()),
        "groups": _groups(record, full, len(pictures), others),
        "children": [_children(record, other, link, full) for other, link in _owned(type(record))],
        "pictures": [_picture(each, files) for each in pictures] if files is not None else [],
        "signed": list(SIGNED),
    }


def _number(record: Record) -> str:
    """What a form of the office's own calls its number: the year and the record's; "" for others."""
    if record.kind_name() not in TITLES or record.year_field is None or record.get_id() is None:
        return ""
    return f"{str(record.value(record.year_field) or '')[:4]}-{record.get_id():04d}"


# -- the record itself --------------------------------------------------------------------------------------


def _groups(record: Record, full: bool, pictures: int, others: Sequence[Attachment]) -> list[Document]:
    """The groups of the declaration with their fields: two short ones a line, a long one over the whole width."""
    idle = record.idle_fields()
    groups: dict[str, list[Line]] = {}
    for field in record.fields():
        if (record.kind_name(), field.name) in _LEFT_OUT:
            continue
        if isinstance(field, Attachments):
            said = [f"照片{pictures}张"] if pictures else []
            value = "、".join([*said, *(str(each.name) for each in others)])
        else:
            value = record.shown(field.name, full)
        writable = field.stored or isinstance(field, Attachments)
        if value or (writable and field.name not in idle):
            groups.setdefault(field.group, []).append(_cell(field, value))
    return [{"title": title, "lines": _paired(cells)} for title, cells in groups.items()]


def _cell(field: Described, value: str) -> Line:
    long = isinstance(field, LongText) and field.width >= 20
    label = f"{field.label}（{field.unit}）" if isinstance(field, Integer) and field.unit else field.label
    wide = long or "\n" in value or breadth(value) > _BESIDE
    return {"label": label, "value": value, "wide": "yes" if wide else "", "room": _ROOM if long else ""}


def _paired(cells: Sequence[Line]) -> list[list[Line]]:
    lines: list[list[Line]] = []
    for cell in cells:
        if not cell["wide"] and lines and len(lines[-1]) == 1 and not lines[-1][0]["wide"]:
            lines[-1].append(cell)
        else:
            lines.append([cell])
    return lines


# -- what belongs to it -------------------------------------------------------------------------------------


def _owned(kind: type[Record]) -> list[tuple[type[Record], str]]:
    """The kinds whose records belong to one of this kind, each with its link."""
    return [(other, link.name) for other, link in links_to(kind) if link.owner and other is not kind]


def _children(record: Record, kind: type[Record], link: str, full: bool) -> Document:
    """The records of one kind that belong to the record: a table, or a line of names where there is nothing else.

    Columns that are blank everywhere, or say again what the record says, are left out; so are the last ones where there
    is no room for all: each child has a print of its own.
    """
    stored = [field.name for field in kind.stored_fields()]
    order = [getattr(kind, "number")] if "number" in stored else []  # noqa: B009
    query = kind.select().where(getattr(kind, link) == record.get_id())
    found = list(query.order_by(*order, kind.id)) if record.get_id() is not None else []
    said = {field.label for field in record.fields()}
    fields = [
        field
        for field in kind.fields()
        if not isinstance(field, Attachments)
        and field.name not in (link, "number")
        and (field.stored or field.label not in said)
        and any(child.shown(field.name) for child in found)
    ]
    rows = [[child.shown(field.name, full) for field in fields] for child in found]
    if [type(field) for field in fields] in ([Link], [PersonName]) and all(
        breadth(row[0]) <= _NAME for row in rows
    ):
        return {"title": kind.label, "names": "、".join(row[0] for row in rows), "columns": [], "rows": []}
    while True:
        layout = lay_out(
            ["序号", *(field.label for field in fields)],
            ["center", *(field.align for field in fields)],
            [[str(number), *row] for number, row in enumerate(rows, 1)],
            UPRIGHT - 4,
            [0.0, *(_LONG_COLUMN if isinstance(field, LongText) else 0.0 for field in fields)],
        )
        if layout.size >= _SMALLEST or len(fields) < 2:
            break
        fields = fields[:-1]
        rows = [row[:-1] for row in rows]
    return {
        "title": kind.label,
        "names": "",
        "columns": printed(layout),
        "rows": [[str(number), *row] for number, row in enumerate(rows, 1)],
        "size": f"{layout.size:g}",
    }


# -- pictures -----------------------------------------------------------------------------------------------


def _printable(attachment: Attachment) -> bool:
    return Path(str(attachment.name)).suffix.lower() in PRINTABLE


def _picture(attachment: Attachment, files: FileStore) -> Document:
    """AppError when the file is gone."""
    return {
        "image": files.read(str(attachment.digest)),
        "caption": str(attachment.caption or Path(str(attachment.name)).stem),
    }
