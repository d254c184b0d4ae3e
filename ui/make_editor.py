"""Which editor a field gets."""

from __future__ import annotations

from models.fields import Choice, Date, Flag, Integer, Kind, Link, LongText
from ui.editor_date import DateEditor
from ui.editor_pick import ChoiceEditor, LinkEditor, SegmentEditor, is_short
from ui.editor_secret import SecretEditor
from ui.editors import Editor, LineEditor, LongTextEditor, NumberEditor


def make_editor(field: Kind) -> Editor:
    """The editor for a stored field."""
    if isinstance(field, Choice | Flag) and is_short(field):
        return SegmentEditor(field)
    if isinstance(field, Choice):
        return ChoiceEditor(field)
    if isinstance(field, Link):
        return LinkEditor(field)
    if isinstance(field, Date):
        return DateEditor(field)
    if isinstance(field, Integer):
        return NumberEditor(field)
    if isinstance(field, LongText):
        return LongTextEditor(field)
    return SecretEditor(field) if field.sensitive else LineEditor(field)
