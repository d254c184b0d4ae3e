"""Which record a row means by a name that several have: the sheet's other columns about it decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exports.intake_plan import Issue
from models.errors import FieldError
from models.fields import Date, Kind, Link, Through
from models.record import Record
from models.text import squash


class LinkFinder:
    """Finds the records that a link of a sheet's rows names.

    `through` are the fields of the other record that a sheet may give beside the name: one that is unique (an ID
    number) decides, the others and the organisation narrow a name down that several have.
    """

    def __init__(self, link: Link, through: Sequence[Through]) -> None:
        self.link = link
        self.kind: type[Record] = link.rel_model
        self.through = through
        self._records = {each.get_id(): each for each in self.kind.select()}
        self._by_name: dict[str, list[int]] = {}
        self._titles = self.kind.titles()
        for id_, title in self._titles.items():
            self._by_name.setdefault(squash(title), []).append(id_)
        self._unique = [each for each in through if each.target.unique]
        self._by_number = {
            each.name: {
                number: id_
                for id_, record in self._records.items()
                if (number := record.__data__.get(each.target.name)) is not None
            }
            for each in self._unique
        }

    def find(
        self, name: str | None, told: Mapping[str, Any], organisation: int | None
    ) -> tuple[int | None, str | None]:
        """(the record's id, what is doubtful about it); (None, None) for a blank name.

        Raises FieldError where there is no such record, where several may be meant, and where number and name are
        of two.
        """
        if name is None:
            return None, None
        for each in self._unique:
            number = told.get(each.name)
            if number is not None:
                return self._numbered(each, number, name)
        found = self._by_name.get(squash(name), [])
        if not found:
            return self.kind.find(name), None  # says which names are near
        narrowed = self._narrowed(found, told, organisation)
        if len(narrowed) > 1 or not narrowed:
            raise FieldError(self._several(name, found))
        return narrowed[0], self._moved(narrowed[0], name, organisation)

    def _numbered(self, through: Through, number: Any, name: str) -> tuple[int, str | None]:
        id_ = self._by_number[through.name].get(number)
        label, shown = through.label, through.mask(number)
        if id_ is None:
            # A roster that has not everybody's number yet: the one of that name who has none.
            without = [
                other
                for other in self._by_name.get(squash(name), [])
                if self._records[other].__data__.get(through.target.name) is None
            ]
            if len(without) == 1:
                return without[0], f"“{name}”在{self.kind.label}花名册上没有{label}，按姓名导入，请核对"
            raise FieldError(f"没有{label}为{shown}的{self.kind.label}，请先登记到花名册")
        held = self._titles[id_]
        if squash(held) == squash(name):
            return id_, None
        if held[:1] == name[:1]:
            return id_, f"{label}{shown}是“{held}”的，这里写作“{name}”，请核对"
        raise FieldError(f"{label}{shown}是“{held}”的，与“{name}”不符")

    def _narrowed(self, found: list[int], told: Mapping[str, Any], organisation: int | None) -> list[int]:
        """Those of the same name who agree with what else the row tells."""
        if len(found) == 1:
            return found
        for each in self.through:
            value = told.get(each.name)
            if value is not None:
                known = [(id_, self._records[id_].__data__.get(each.target.name)) for id_ in found]
                found = [id_ for id_, has in known if has is None or _agree(each, has, value)]
        owner = self.kind.organisation_field
        at_home = [id_ for id_ in found if owner and self._records[id_].__data__.get(owner) == organisation]
        return at_home or found

    def _several(self, name: str, found: list[int]) -> str:
        which = "、".join(each.label for each in self._unique)
        ask = f"，请填{which}" if which else ""
        return f"有{len(found)}名{self.kind.label}都叫“{name}”，分不清是哪一名{ask}"

    def _moved(self, id_: int, name: str, organisation: int | None) -> str | None:
        owner = self.kind.organisation_field
        home = self._records[id_].__data__.get(owner) if owner else None
        if owner is None or organisation is None or home == organisation:
            return None
        return f"“{name}”现在在“{self.kind.field(owner).show(home)}”，请核对"


def _agree(through: Through, known: Any, value: Any) -> bool:
    target = through.target
    if isinstance(target, Date):
        return target.same(known, value) or target.same(value, known)
    return target.same(known, value)


class Linked:
    """The links of a kind whose records a sheet may tell by more than their name."""

    def __init__(self, kind: type[Record]) -> None:
        self.kind = kind
        self._through: dict[str, list[Through]] = {}
        for field in kind.fields():
            if isinstance(field, Through) and _heading(kind, field.link) is not None:
                self._through.setdefault(field.link, []).append(field)
        self._finders: dict[str, LinkFinder] = {}

    def read_as(self, name: str) -> Kind:
        """The field that reads the cells of a column: the other record's where the column tells of that one."""
        field = self.kind.field(name)
        if isinstance(field, Through):
            return field.target
        heading = _heading(self.kind, name) if name in self._through else None
        assert isinstance(field, Kind)
        return heading or field

    def find(
        self,
        values: dict[str, Sequence[Any]],
        columns: Mapping[str, int],
        wrong: dict[int, list[Issue]],
        doubtful: dict[int, list[Issue]],
    ) -> None:
        """Put the records' ids where their names stand, and take out what only told which record is meant.

        `values` holds the rows of a sheet by field; issues are added by the row's place in it.
        """
        homes = values.get(self.kind.organisation_field or "")
        for link, through in self._through.items():
            told = {each.name: values.pop(each.name) for each in through if each.name in values}
            if link not in columns:
                continue
            found: list[int | None] = []
            for place, name in enumerate(values[link]):
                about = {each: given[place] for each, given in told.items()}
                id_ = None
                try:
                    id_, said = self._finder(link).find(name, about, homes[place] if homes else None)
                    if said:
                        doubtful.setdefault(place, []).append(Issue(columns[link], link, said))
                except FieldError as error:
                    wrong.setdefault(place, []).append(Issue(columns[link], link, str(error)))
                found.append(id_)
            values[link] = found

    def _finder(self, name: str) -> LinkFinder:
        if name not in self._finders:
            link = self.kind.field(name)
            assert isinstance(link, Link)
            self._finders[name] = LinkFinder(link, self._through[name])
        return self._finders[name]


def _heading(kind: type[Record], link: str) -> Kind | None:
    """The field by which the records that a link names are called; None when they are called otherwise."""
    field = kind.field(link)
    assert isinstance(field, Link)
    other = {each.name: each for each in field.rel_model.stored_fields()}
    return other.get("name") or other.get("title")
