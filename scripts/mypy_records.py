"""mypy plugin: the attributes that peewee adds to records, `id` and for each Link `branch` also `branch_id`."""

from __future__ import annotations

from collections.abc import Callable

from mypy.nodes import AssignmentStmt, CallExpr, NameExpr
from mypy.plugin import ClassDefContext, Plugin
from mypy.plugins.common import add_attribute_to_class
from mypy.types import AnyType, TypeOfAny


class RecordPlugin(Plugin):
    """Makes them known; their values are Any, as those of all fields of peewee are."""

    def get_base_class_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        """Asked for every base of every class."""
        if fullname == "peewee.Model" or fullname.startswith("models."):
            return _add_attributes
        return None


def _add_attributes(context: ClassDefContext) -> None:
    links = [
        target.name
        for statement in context.cls.defs.body
        if isinstance(statement, AssignmentStmt) and isinstance(statement.rvalue, CallExpr)
        if isinstance(statement.rvalue.callee, NameExpr) and statement.rvalue.callee.name == "Link"
        for target in statement.lvalues
        if isinstance(target, NameExpr)
    ]
    names = [f"{link}_id" for link in links]
    if any(base.fullname == "peewee.Model" for base in (each.type for each in context.cls.info.bases)):
        names.append("id")
    for name in names:
        add_attribute_to_class(context.api, context.cls, name, AnyType(TypeOfAny.explicit))


def plugin(version: str) -> type[Plugin]:
    """What mypy asks for, whatever its version."""
    return RecordPlugin
