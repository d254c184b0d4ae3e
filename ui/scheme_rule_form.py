"""A rule as a form: its plain rules one below the other, each of a kind with its places, and the size coefficient."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.scoring_combined import Also, Best, MonthMean, Sized
from models.scoring_reader import PLACES, RULE_FORMS, RuleForm, form_of
from models.scoring_rule import Rule
from ui import theme
from ui.icons import icon
from ui.inputs import LineEdit
from ui.scheme_measure import MeasureEdit

PLAIN = tuple(form for form in RULE_FORMS if form.make is not None)
BY_HAND = "人工评分"
_JOINS = ("几条一并扣分", "几条取最高")
_MEASURES = ("measure", "size")
_ROOMY = (*_MEASURES, "steps", "factors")
_SIZE = "系数：{size}{factors}，其余乘{rest}"
_NARROW = 64


@dataclass
class Part:
    """One plain rule: its form, the texts in its places, and whether it is the mean of the months."""

    form: RuleForm | None = None
    places: dict[str, str] = field(default_factory=dict)
    mean: bool = False

    def sentence(self) -> str:
        """The part in words; "" while one of its places is blank."""
        if self.form is None or not all(self.places.get(name, "").strip() for name in self.form.places):
            return ""
        said = self.form.filled({name: text.strip() for name, text in self.places.items()})
        return f"各月平均：{said}" if self.mean else said


def parts_of(rule: Rule | None) -> tuple[list[Part], bool, dict[str, str]]:
    """A rule taken to pieces: its plain rules, whether the best of them counts, and the places of the coefficient."""
    size: dict[str, str] = {}
    if isinstance(rule, Sized):
        factors = "，".join(f"达到{limit}乘{times}" for limit, times in rule.steps)
        size = {"size": str(rule.size), "factors": factors, "rest": rule.rest}
        rule = rule.rule
    plain = list(rule.rules) if isinstance(rule, Also | Best) else [] if rule is None else [rule]
    parts = []
    for each in plain:
        mean = isinstance(each, MonthMean)
        found = form_of(str(each.rule if isinstance(each, MonthMean) else each))
        parts.append(Part(found[0], dict(found[1]), mean) if found else Part())
    return parts, isinstance(rule, Best), size


class RuleFields(QFrame):
    """`edited` is sent when a person has changed something; `text()` is the rule in words."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts: list[PartEditor] = []
        self.before: QWidget | None = None  # from where Tab comes into the form
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.SMALL)
        self.join = QComboBox()
        self.join.addItems(_JOINS)
        self.join.setAccessibleName("几条规则怎样合计")
        self.join.activated.connect(lambda _at: self.edited.emit())
        self.more = QPushButton(icon("plus"), "再加一条")
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self._add_one)
        self.sized = QCheckBox("按规模乘系数")
        self.sized.toggled.connect(self._toggle_size)
        line = QHBoxLayout()
        line.setSpacing(theme.SMALL)
        for widget in (self.more, self.join, self.sized):
            line.addWidget(widget)
        line.addStretch()
        self.size_line = QWidget()
        self._size = _Places(_SIZE)
        self._size.edited.connect(self.edited)
        inside = QHBoxLayout(self.size_line)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._size)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(self._rows)
        layout.addLayout(line)
        layout.addWidget(self.size_line)
        self.show_rule(None)

    def show_rule(self, rule: Rule | None) -> None:
        """Show a rule taken to pieces."""
        parts, best, size = parts_of(rule)
        self._show_parts(parts or [Part()])
        self.join.setCurrentIndex(int(best))
        self.sized.blockSignals(True)
        self.sized.setChecked(bool(size))
        self.sized.blockSignals(False)
        self._size.fill(size)
        self._fit()

    def text(self) -> str:
        """The rule in words; "" when it is scored by hand or something is still missing."""
        said = [part.part().sentence() for part in self.parts]
        if not all(said):
            return ""
        best = self.join.currentIndex() == 1 and len(said) > 1
        text = f"取最高：{'；'.join(said)}" if best else "；并且：".join(said)
        if self.sized.isChecked():
            places = self._size.texts()
            if not all(places.values()):
                return ""
            text += f"；{_SIZE.format(**places)}"
        return text

    def missing(self) -> list[str]:
        """The names of the places that are still blank; none for a rule that is scored by hand."""
        found = [
            _label(name)
            for editor in self.parts
            for name in (editor.part().form.places if editor.part().form else ())  # type: ignore[union-attr]
            if not editor.part().places.get(name)
        ]
        if self.sized.isChecked():
            found += [_label(name) for name, text in self._size.texts().items() if not text]
        return found

    def is_by_hand(self) -> bool:
        """Whether no kind of rule is chosen at all."""
        return all(part.part().form is None for part in self.parts)

    # -- inside ---------------------------------------------------------------------------------------

    def _show_parts(self, parts: list[Part]) -> None:
        while len(self.parts) > len(parts):
            self._drop(self.parts[-1])
        while len(self.parts) < len(parts):
            self._append()
        for editor, part in zip(self.parts, parts, strict=True):
            editor.show_part(part)

    def _append(self) -> PartEditor:
        editor = PartEditor()
        editor.edited.connect(self._part_edited)
        editor.removed.connect(lambda: self._remove(editor))
        self.parts.append(editor)
        self._rows.addWidget(editor)
        return editor

    def _drop(self, editor: PartEditor) -> None:
        self.parts.remove(editor)
        self._rows.removeWidget(editor)
        editor.hide()
        editor.deleteLater()

    def _part_edited(self) -> None:
        self._fit()
        self.edited.emit()

    def _add_one(self) -> None:
        self._append().kind.setFocus()
        self._fit()
        self.edited.emit()

    def _remove(self, editor: PartEditor) -> None:
        self._drop(editor)
        self._fit()
        self.edited.emit()

    def _toggle_size(self) -> None:
        self._fit()
        self.edited.emit()

    def _fit(self) -> None:
        several = len(self.parts) > 1
        ruled = not self.is_by_hand()
        self.join.setVisible(several)
        self.more.setVisible(ruled)
        self.sized.setVisible(ruled)
        self.size_line.setVisible(ruled and self.sized.isChecked())
        for part in self.parts:
            part.drop.setVisible(several)
        self._order()

    def _order(self) -> None:
        """Tab goes through the form as it is read, whatever was put in when."""
        before = self.before
        if before is None or before.window() is not self.window():
            return
        inputs = [widget for part in self.parts for widget in part.stops()]
        for widget in (*inputs, self.more, self.join, self.sized, *self._size.inputs.values()):
            QWidget.setTabOrder(before, widget)
            before = widget


class PartEditor(QWidget):
    """One plain rule: its kind, and an input for each of the kind's places."""

    edited = Signal()
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = QComboBox()
        self.kind.setAccessibleName("规则种类")
        self.kind.addItem(BY_HAND)
        for at, form in enumerate(PLAIN, 1):
            self.kind.addItem(form.name)
            self.kind.setItemData(at, f"如：{form.example}", Qt.ItemDataRole.ToolTipRole)
        self.kind.setMaxVisibleItems(len(PLAIN) + 1)
        self.kind.activated.connect(self._choose)
        self.mean = QCheckBox("取各月平均")
        self.mean.toggled.connect(lambda _on: self.edited.emit())
        self.drop = QToolButton()
        self.drop.setIcon(icon("x"))
        self.drop.setIconSize(QSize(theme.ICON, theme.ICON))
        self.drop.setToolTip("去掉这一条")
        self.drop.setAccessibleName("去掉这一条")
        self.drop.clicked.connect(self.removed)
        self.example = QLabel()
        theme.mark(self.example, role="caption")
        # In a narrow form it is cut rather than making the form wider than its room.
        self.example.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        head.setSpacing(theme.SMALL)
        head.addWidget(self.kind)
        head.addWidget(self.mean)
        head.addWidget(self.example, 1)
        head.addWidget(self.drop)
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(0, 0, 0, 0)
        self.layout_.setSpacing(theme.TIGHT)
        self.layout_.addLayout(head)
        self.places: _Places | None = None
        self.show_part(Part())

    def part(self) -> Part:
        """What is filled in."""
        at = self.kind.currentIndex()
        form = PLAIN[at - 1] if at > 0 else None
        return Part(
            form, self.places.texts() if self.places else {}, self.mean.isChecked() and _has_mean(form)
        )

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in the order in which it is read."""
        places = list(self.places.inputs.values()) if self.places is not None else []
        return [self.kind, self.mean, *places, self.drop]

    def show_part(self, part: Part) -> None:
        """Fill in a rule."""
        at = 0 if part.form is None else PLAIN.index(part.form) + 1
        if at != self.kind.currentIndex() or self.places is None:
            self.kind.setCurrentIndex(at)
            self._lay_out(part.form)
        if self.places is not None:
            self.places.fill(part.places)
        self.mean.blockSignals(True)
        self.mean.setChecked(part.mean)
        self.mean.blockSignals(False)
        self.mean.setVisible(_has_mean(part.form))

    def _choose(self, at: int) -> None:
        """Another kind keeps what stands in the places that it has as well."""
        kept = self.places.texts() if self.places else {}
        form = PLAIN[at - 1] if at > 0 else None
        self._lay_out(form)
        self.mean.setVisible(_has_mean(form))
        if self.places is not None:
            self.places.fill(kept)
        self.edited.emit()

    def _lay_out(self, form: RuleForm | None) -> None:
        if self.places is not None:
            self.layout_.removeWidget(self.places)
            self.places.hide()
            self.places.deleteLater()
        self.places = None if form is None else _Places(form.template)
        self.example.setText("" if form is None else f"如：{form.example}")
        self.example.setToolTip(self.example.text())
        if self.places is not None:
            self.layout_.addWidget(self.places)
            self.places.show()  # at once: Tab may come before the layout does it
            self.places.edited.connect(self.edited)


class _Places(QWidget):
    """A sentence with inputs in its {places}, in one line; measures and steps have the room."""

    edited = Signal()

    def __init__(self, template: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inputs: dict[str, QLineEdit] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL)
        for at, piece in enumerate(re.split(r"{(\w+)}", template)):
            if at % 2:
                row.addWidget(self._input(piece), int(piece in _ROOMY))
            elif piece.strip():
                words = QLabel(piece)
                theme.mark(words, role="muted")
                row.addWidget(words)
        if not self.inputs.keys() & set(_ROOMY):
            row.addStretch()

    def _input(self, name: str) -> QLineEdit:
        label, hint = _label(name), PLACES[name].partition("，如：")[2]
        line = MeasureEdit(label) if name in _MEASURES else LineEdit()
        line.setAccessibleName(label)
        if hint:
            line.setPlaceholderText(hint)
        elif name not in _MEASURES:
            line.setFixedWidth(_NARROW)
        line.textEdited.connect(lambda _text: self.edited.emit())
        self.inputs[name] = line
        return line

    def texts(self) -> dict[str, str]:
        """What is filled in, by place."""
        return {name: line.text().strip() for name, line in self.inputs.items()}

    def fill(self, texts: dict[str, str]) -> None:
        """Fill in; an input that says the same already keeps its cursor."""
        for name, line in self.inputs.items():
            if line.text().strip() != texts.get(name, ""):
                line.setText(texts.get(name, ""))


def _label(name: str) -> str:
    return PLACES[name].partition("，如：")[0]


def _has_mean(form: RuleForm | None) -> bool:
    return form is not None and not form.template.startswith("每")
