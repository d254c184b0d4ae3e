"""The rule of an indicator in its form: a sentence and a form that follow each other, checked and explained while written."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.errors import FieldError
from models.organisation import Organisation
from models.record import Problem, Record
from models.scheme import DEDUCTION, Indicator, Scheme
from models.scoring import read, try_rule
from models.scoring_reader import doubts
from models.scoring_rule import Rule
from ui import theme
from ui.desk import Desk
from ui.icons import icon
from ui.inputs import TextBox
from ui.record_form import FormSection
from ui.scheme_rule_form import RuleFields
from ui.scheme_trial import TrialDialog
from ui.wrapped_label import WrappedLabel

_FIELD = Indicator.field("rule")
_EXAMPLE_AFTER = 400  # milliseconds at rest, then the rule is applied to last year's records


class RuleSection(FormSection):
    """Writes `rule` of the indicator that is shown, in memory. `kind` and `year` say on whom a rule is tried."""

    title = _FIELD.label

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.scheme: Scheme | None = None
        self._record: Indicator | None = None
        self._start: str | None = None
        self._rule: Rule | None = None
        self.trial_button = QPushButton(icon("chart-column"), "用上年数据试算…")
        self.trial_button.setAutoDefault(False)
        self.trial_button.setToolTip("用上年数据试算（Ctrl+T）")
        self.trial_button.setShortcut("Ctrl+T")
        self.trial_button.clicked.connect(self.try_it)
        self.sentence = TextBox(least=2, most=5)
        self.sentence.setAccessibleName(_FIELD.label)
        self.sentence.setPlaceholderText(
            "留空为人工评分；也可以直接写一句话，如：志愿服务时长÷团员数达到10得满分"
        )
        self.said, self.example = WrappedLabel(), WrappedLabel()
        theme.mark(self.example, role="muted")
        self.fields = RuleFields()
        self.fields.before = self.trial_button
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        top.addWidget(self.sentence, 1)
        top.addWidget(self.trial_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(top)
        layout.addWidget(self.said)
        layout.addWidget(self.example)
        layout.addWidget(self.fields)
        self._soon = QTimer(self, singleShot=True, interval=_EXAMPLE_AFTER)
        self._soon.timeout.connect(self._explain)
        self.sentence.textChanged.connect(self._written)
        self.fields.edited.connect(self._filled)

    # -- the form's part ------------------------------------------------------------------------------

    def load(self, record: Record) -> None:
        """Show the rule of an indicator."""
        assert isinstance(record, Indicator)
        self._record, self._start = record, record.rule
        self._put(str(record.rule or ""))
        self._rule = None
        self._check()
        self.fields.show_rule(self._rule)
        # Not at once: held arrow keys pass many lines, and a large office takes a while to be counted.
        self._soon.start()

    def is_changed(self) -> bool:
        """Whether the rule is another one than when it was loaded."""
        return self._record is not None and (self._record.rule or None) != (self._start or None)

    def follow(self, record: Record) -> None:
        """Points and block may have changed, which matter to what a rule gives."""
        self._check()
        self._soon.start()

    def try_it(self) -> None:
        """Apply the rule to last year's records and show what each organisation would get."""
        if self._rule is None or self._record is None or self.scheme is None:
            return
        TrialDialog(self.desk, self._record, self.scheme, self.window()).open()

    # -- sentence and form ----------------------------------------------------------------------------

    def _put(self, text: str) -> None:
        if self.sentence.toPlainText() != text:
            self.sentence.blockSignals(True)
            self.sentence.setPlainText(text)
            self.sentence.blockSignals(False)

    def _written(self) -> None:
        """The sentence was typed: the form follows once it can be read."""
        self._store(self.sentence.toPlainText())
        if self._check():
            self.fields.show_rule(self._rule)

    def _filled(self) -> None:
        """The form was filled in: the sentence follows once nothing is missing."""
        if self.fields.is_by_hand():
            self._put("")
            self._store("")
            self._check()
            return
        missing = self.fields.missing()
        if missing:
            self._say("warning", f"还差：{'、'.join(missing)}。填全后，上面的句子随着改。")
            return
        text = self.fields.text()
        # What cannot be read is said by the check.
        with suppress(FieldError):
            text = str(read(text) or "")
        self._put(text)
        self._store(text)
        self._check()

    def _store(self, text: str) -> None:
        if self._record is not None:
            self._record.rule = text.strip() or None
            self._soon.start()
            self.changed.emit()

    def _check(self) -> bool:
        """Say whether the sentence is understood."""
        self._rule = None
        self.example.hide()
        try:
            self._rule = read(self.sentence.toPlainText())
        except FieldError as error:
            self._say("error", f"{error}。")
            return False
        finally:
            self.trial_button.setEnabled(self._rule is not None)
        points = float(self._record.points or 0) if self._record is not None else 0
        wrong = doubts(self._rule, points) if self._rule is not None else []
        if wrong:
            self._say("warning", "；".join(wrong))
        elif self._rule is None:
            self._say("caption", "这条指标由人打分。要自动计分，在下面选规则种类。")
        else:
            self._say("caption", "看懂了，由系统计分；上级考核分另填时以所填为准。")
        return True

    def _say(self, role: str, text: str) -> None:
        self.said.setText(text)
        theme.mark(self.said, role=role)

    def _explain(self) -> None:
        """What the rule gives the first organisation of last year, in words."""
        record, scheme = self._record, self.scheme
        if self._rule is None or record is None or scheme is None:
            self.example.hide()
            return
        year = scheme.year - 1
        found = try_rule(
            str(record.rule),
            year,
            float(record.points or 0),
            scheme.kind,
            deduction=record.block == DEDUCTION,
        )
        told = next((each for each in found if each.score is not None), None)
        if told is not None:
            name = Organisation.titles().get(told.organisation_id, "")
            self.example.setText(f"例如{year}年的{name}：{told.why}。")
        self.example.setVisible(told is not None)


def rule_problems(line: Indicator) -> list[Problem]:
    """What is wrong with a line's rule."""
    try:
        read(str(line.rule or ""))
    except FieldError as error:
        return [Problem("rule", str(error))]
    return []
