"""The office's document numbers (水团〔2010〕5号): how they are formed, which come next, which are taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from models.database import rows
from models.kinds import all_kinds
from models.record import Record
from models.settings import office

USUAL_FORM = "{字头}〔{年}〕{号}号"
# Where the office writes numbers of its own; those of notices that came to it are others'.
_OWN = (("sent", "document"), ("nomination", "sent_document"), ("brand", "document"), ("honour", "document"))
_BRACKETS = str.maketrans(
    {"[": "〔", "]": "〕", "(": "〔", ")": "〕", "【": "〔", "】": "〕", "「": "〔", "」": "〕"}
)
_PLACE = re.compile(r"\{(字头|年|号)\}")


class Use(NamedTuple):
    """A record that bears a document number."""

    kind: type[Record]
    id: int
    number: str

    @property
    def said(self) -> str:
        """上报记录“优秀个人推荐汇总表”."""
        return f"{self.kind.label}“{self.kind.get_by_id(self.id).heading()}”"


def number_form() -> str:
    """How the office's numbers are written, with places for prefix, year and number."""
    return office("document_form") or USUAL_FORM


def form_problem(form: str) -> str:
    """What is wrong about a form; "" when it can be used."""
    missing = [place for place in ("{年}", "{号}") if place not in form]
    return f"要有{'和'.join(missing)}，如：{USUAL_FORM}" if missing else ""


def number_text(year: int, number: int) -> str:
    """A document number of the office."""
    values = {"字头": office("document_prefix"), "年": str(year), "号": str(number)}
    return _PLACE.sub(lambda place: values[place[1]], number_form())


def next_number(year: int) -> str | None:
    """The number after the highest of the year; None while the office has not said how its numbers begin."""
    if not office("document_prefix") or form_problem(number_form()):
        return None
    return number_text(year, max((used for used, _ in _used(year)), default=0) + 1)


def uses(number: str, besides: Sequence[Record] = ()) -> list[Use]:
    """The records that bear a document number, however its brackets are written; some may be left out."""
    wanted = squashed(number)
    if not wanted:
        return []
    own = {(record.kind_name(), record.get_id()) for record in besides}
    return [
        use for use in _all() if squashed(use.number) == wanted and (use.kind.kind_name(), use.id) not in own
    ]


def said_of(number: str, besides: Sequence[Record] = ()) -> str:
    """That a number is taken, and by what, in words; "" when it is free.

    Nominations that went up together share their number: only the first is named.
    """
    found = uses(number, besides)
    if not found:
        return ""
    more = f"等{len(found)}条记录" if len(found) > 1 else ""
    return f"这个文号已用于{found[0].said}{more}。"


def squashed(number: str) -> str:
    """A number without the ways in which people write it: brackets, spaces, full-width digits, 第5号 for 5号."""
    text = unicodedata.normalize("NFKC", number or "").translate(_BRACKETS)
    return re.sub(r"\s+", "", text).replace("〕第", "〕")


def _used(year: int) -> Iterator[tuple[int, Use]]:
    """The running numbers of the year's own documents."""
    values = {"字头": office("document_prefix"), "年": str(year)}
    marked = _PLACE.sub(lambda place: values.get(place[1], "\0"), number_form())
    pattern = re.compile(
        re.escape(squashed(marked.replace("\0", "NUMBER"))).replace("NUMBER", "0*([0-9]{1,6})")
    )
    for use in _all():
        found = pattern.fullmatch(squashed(use.number))
        if found:
            yield int(found[1]), use


def _all() -> Iterator[Use]:
    kinds = {kind.kind_name(): kind for kind in all_kinds()}
    for table, column in _OWN:
        for id_, number in rows(
            f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL AND {column} <> '' ORDER BY id"
        ):
            yield Use(kinds[table], id_, number)
