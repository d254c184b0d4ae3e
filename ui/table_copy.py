"""Cells as Excel and WPS take them from the clipboard: tab-separated text, and HTML that keeps texts texts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from models.fields import Integer
from ui.table_view import TableView


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """Tab-separated lines; a text with a tab, a line break or a quote stands in quotes as Excel writes it."""
    return "".join("\t".join(_quoted(text) for text in row) + "\r\n" for row in rows)


def as_html(rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> str:
    """A table whose cells outside the `numeric` columns carry Excel's text format, so that IDs keep their digits."""
    parts = ['<html><head><meta charset="utf-8"></head><body><table>']
    for row in rows:
        parts.append("<tr>")
        for text, number in zip(row, numeric, strict=True):
            style = "" if number else " style=\"mso-number-format:'\\@'\""
            inner = escape(text).replace("\n", '<br style="mso-data-placement:same-cell">')
            parts.append(f"<td{style}>{inner}</td>")
        parts.append("</tr>")
    parts.append("</table></body></html>")
    return "".join(parts)


def mime_data(rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> QMimeData:
    """Both forms together, ready for the clipboard."""
    data = QMimeData()
    data.setText(as_text(rows))
    data.setHtml(as_html(rows, numeric))
    return data


def copy_cells(view: TableView, labels: bool) -> None:
    """Put the chosen cells of a list on the clipboard, with the labels of their columns above if wanted."""
    model, chosen = view.table_model, view.selectionModel().selection()
    rows = view.chosen_rows()
    columns = [
        column
        for column in view.shown_columns()
        if any(part.left() <= column <= part.right() for part in chosen)
    ]
    if not rows or not columns:
        return
    texts = model.texts_of(rows, columns)
    if len(chosen) > 1:  # what lies between the parts stays blank
        texts = [
            [
                text if any(part.contains(model.index(row, column)) for part in chosen) else ""
                for column, text in zip(columns, line, strict=True)
            ]
            for row, line in zip(rows, texts, strict=True)
        ]
    fields = [model.fields[column] for column in columns]
    if labels:
        texts.insert(0, [field.label for field in fields])
    QGuiApplication.clipboard().setMimeData(mime_data(texts, [isinstance(one, Integer) for one in fields]))


def _quoted(text: str) -> str:
    if any(mark in text for mark in '\t\r\n"'):
        return '"' + text.replace('"', '""') + '"'
    return text
