"""荣誉证书: the looks of certificates, edited on a live preview, and printing those of chosen honours in one go."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from models.attachment import attach, attachments_of
from models.award import Honour
from models.certificate import (
    PICTURE,
    PLACES,
    CertificateDesign,
    background_of,
    copy_design,
    designs,
    number_honours,
    texts,
)
from models.changes import change
from models.errors import AppError
from ui import ask, theme
from ui.ask_fields import AskFields, Values
from ui.bound_fields import BoundFields
from ui.certificate_canvas import CertificateCanvas
from ui.certificate_texts import CertificateTexts
from ui.desk import Desk
from ui.icons import icon

TITLE = "荣誉证书"
_SIZE = QSize(1180, 760)
_SIDE = 360
_LAST = "certificate/design"
_PICTURES = "图片或PDF (*.png *.jpg *.jpeg *.pdf)"
_DESIGN_FIELDS = ("paper", "backing", "shift_right", "shift_down")


class CertificateDialog(QDialog):
    """Without honours the preview has an example and nothing is printed."""

    def __init__(
        self, desk: Desk, parent: QWidget, honours: Sequence[Honour], design: int | None = None
    ) -> None:
        super().__init__(parent.window())
        self.desk, self.honours = desk, list(honours)
        self._at = 0
        self._changed = False
        self._picture = QImage()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(TITLE)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.names = QComboBox()
        self.names.setAccessibleName(CertificateDesign.label)
        self.canvas = CertificateCanvas()
        self.texts = CertificateTexts()
        self.design_fields = BoundFields(CertificateDesign, _DESIGN_FIELDS)
        self.whose = QLabel()
        self._make_buttons()
        self._lay_out()
        self.names.activated.connect(self._turn)
        self.texts.chosen.connect(self.canvas.choose)
        self.texts.changed.connect(self._edited)
        self.design_fields.changed.connect(self._edited)
        self.canvas.chosen.connect(self.texts.choose)
        self.canvas.moved.connect(self.texts.move)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)
        self._fill_names(design if design is not None else desk.remember.get(_LAST))
        self.resize(_SIZE.boundedTo(self.screen().availableSize() - QSize(24, 60)))
        self.canvas.setFocus()

    # -- parts --------------------------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        def button(text: str, work: Any, tip: str = "", picture: str = "", tone: str = "") -> QPushButton:
            made = QPushButton(text)
            made.setAutoDefault(False)
            if picture:
                made.setIcon(icon(picture))
                made.setAccessibleName(tip)
            made.setToolTip(tip)
            theme.mark(made, tone=tone)
            made.clicked.connect(lambda _=False: work())
            return made

        self.copy = button("新样式…", self._copy, "照现在的样式另做一个")
        self.remove = button("删除样式", self._remove)
        self.background = button("选底图…", self._choose_background, "图片，或PDF的第一页；铺满整张纸")
        self.before = button("", lambda: self._show_honour(-1), "前一张", "chevron-left")
        self.after = button("", lambda: self._show_honour(1), "后一张", "chevron-right")
        self.save_button = button("保存样式", self.save, "保存样式（Ctrl+S）")
        self.print_button = button(
            "编号并打印…" if self.honours else "打印…",
            self.print_now,
            "没有编号的先按年度接着编号，再打开打印预览（Ctrl+P）",
            tone="primary",
        )
        self.print_button.setEnabled(bool(self.honours))
        self.print_button.setShortcut(QKeySequence("Ctrl+P"))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        for part in (self.names, self.copy, self.remove):
            top.addWidget(part)
        self.names.setMinimumWidth(160)
        top.addStretch()
        for part in (self.before, self.whose, self.after):
            top.addWidget(part)
        paper_page = QWidget()
        inside = QVBoxLayout(paper_page)
        inside.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        inside.setSpacing(theme.MEDIUM)
        inside.addWidget(self.design_fields)
        inside.addWidget(self.background, 0, Qt.AlignmentFlag.AlignLeft)
        self.background_name = QLabel()
        self.background_name.setWordWrap(True)
        theme.mark(self.background_name, role="muted")
        inside.addWidget(self.background_name)
        inside.addStretch()
        side = QTabWidget()
        side.setDocumentMode(True)
        side.tabBar().setExpanding(False)
        side.addTab(self.texts, "文字")
        side.addTab(paper_page, "纸张和底面")
        side.setFixedWidth(_SIDE)
        self.side = side
        middle = QHBoxLayout()
        middle.setSpacing(theme.MEDIUM)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(side)
        foot = QHBoxLayout()
        self.note = QLabel()
        self.note.setWordWrap(True)
        theme.mark(self.note, role="muted")
        foot.addWidget(self.note, 1)
        close = QPushButton("关闭")
        close.setAutoDefault(False)
        close.clicked.connect(lambda _=False: self.reject())
        for part in (self.save_button, close, self.print_button):
            foot.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)

    # -- which design -------------------------------------------------------------------------------------

    def _fill_names(self, wanted: object) -> None:
        self._all = designs()
        self.names.clear()
        self.names.addItems([str(each.name) for each in self._all])
        place = next((at for at, each in enumerate(self._all) if each.id == wanted), 0)
        self.names.setCurrentIndex(place)
        self._load()

    def _load(self) -> None:
        self.design = CertificateDesign.get_by_id(self._all[self.names.currentIndex()].id)
        self.desk.remember.put(_LAST, self.design.id)
        self._load_picture()
        self.design_fields.show_record(self.design)
        self.remove.setEnabled(len(self._all) > 1)
        self.texts.show_design(self.design)
        self._show()
        self._set_changed(False)

    def _load_picture(self) -> None:
        found = background_of(self.design)
        self._picture = QImage()
        if found is not None:
            try:
                self._picture = QImage.fromData(self.desk.store.attachments.read(str(found.digest)))
            except AppError as error:
                ask.show_error(self, error)
        self.background_name.setText(
            (f"底图：{found.name}。" if found is not None else "还没有底图。")
            + "套印在印好的证书纸上，可以选它的扫描件作底图，再把底面改为“不印”：这里淡淡地显示，打印时只印文字。"
        )

    def _turn(self, _place: int) -> None:
        if not self._let_go():
            self.names.setCurrentText(str(self.design.name))
            return
        self._load()

    def _copy(self) -> None:
        if not self._let_go():
            return
        field = CertificateDesign.field("name")
        made: list[CertificateDesign] = []

        def work(values: Values) -> None:
            made.append(copy_design(self.design, values["name"]))

        AskFields(
            self, "新样式", f"照“{self.design.name}”另做一个。", [field], work, yes="新建", needed=("name",)
        ).exec()  # type: ignore[list-item]
        if made:
            self._fill_names(made[0].id)

    def _remove(self) -> None:
        agreed = ask.confirm(
            self,
            "删除样式",
            f"删除证书样式“{self.design.name}”？",
            "已编的证书编号不受影响。",
            yes="删除",
            danger=True,
        )
        if not agreed:
            return
        with change(f"删除证书样式“{self.design.name}”"):
            self.design.delete_instance()
        self._fill_names(None)

    def _edited(self) -> None:
        self._set_changed(True)
        self._show()

    def _choose_background(self) -> None:
        file = ask.open_file(self, "选底图", _PICTURES, self.desk.remember)
        if file is not None:
            self.take_background(file)

    def take_background(self, file: Path) -> None:
        """Keep a picture, or the first page of a PDF as a picture, as what is printed under the texts."""
        # PDFium is imported when the first picture is chosen.
        from ui.certificate_picture import as_picture

        try:
            with tempfile.TemporaryDirectory() as folder, change(f"选证书底图“{file.name}”"):
                picture = as_picture(file, Path(folder))
                for old in attachments_of(self.design):
                    old.delete_instance()
                attach(self.design, [picture], self.desk.store.attachments)
        except AppError as error:
            ask.show_error(self, error)
            return
        self.design.backing = PICTURE
        self._load_picture()
        self.design_fields.refresh()
        self._edited()

    # -- what is seen -------------------------------------------------------------------------------------

    def _show_honour(self, way: int) -> None:
        if self.honours:
            self._at = (self._at + way) % len(self.honours)
            self._show()

    def _show(self) -> None:
        values = texts(self.honours[self._at]) if self.honours else dict(PLACES)
        self.canvas.show_certificate(self.design, self.texts.lines, values, self._picture)
        self.whose.setText(
            f"{self._at + 1}/{len(self.honours)}　{values['姓名']}　{values['荣誉']}"
            if self.honours
            else "示例"
        )
        for button in (self.before, self.after):
            button.setEnabled(len(self.honours) > 1)
        waiting = sum(not each.certificate_number for each in self.honours) if self.texts.numbered() else 0
        self.note.setText(
            (f"{waiting}张还没有编号，打印前按年度接着编；编过的不变。" if waiting else "")
            + "方向键移动选中的文字，每次1毫米，按住Shift每次5毫米；也可以用鼠标拖。"
        )

    # -- keeping and printing -----------------------------------------------------------------------------

    def _set_changed(self, changed: bool) -> None:
        self._changed = changed
        self.save_button.setEnabled(changed)

    def save(self) -> bool:
        """Write the design and its texts as one action; False when something is wrong, which is then said."""
        if not self._changed:
            return True
        try:
            with change(f"修改证书样式“{self.design.name}”"):
                self.design.save()
                for line in self.texts.gone:
                    line.delete_instance()
                for place, line in enumerate(self.texts.lines):
                    line.position = place
                    line.save()
        except AppError as error:
            ask.show_error(self, error)
            return False
        self.texts.gone = []
        self._set_changed(False)
        self.desk.say(f"已保存证书样式“{self.design.name}”")
        return True

    def print_now(self) -> None:
        """Number what has no number yet, and show all certificates as they will be printed."""
        # Print support is heavy: it is imported when something is first printed.
        from exports.form_certificate import certificate_documents
        from exports.forms import Sheet
        from ui.printing import preview

        if not self.honours or not self.save():
            return
        if self.texts.numbered() and (given := number_honours(self.honours)):
            self.desk.say(f"已编{given}个证书编号")
        self._show()
        honours, design, files = self.honours, self.design, self.desk.store.attachments
        preview(
            self,
            Sheet("certificate", TITLE),
            lambda _full: certificate_documents(honours, design, files),
            TITLE,
            self.desk.remember,
        )

    def _let_go(self) -> bool:
        if not self._changed:
            return True
        answer = ask.keep_changes(self, f"证书样式 {self.design.name}")
        if answer is ask.Keep.SAVE:
            return self.save()
        if answer is ask.Keep.DISCARD:
            self._set_changed(False)
            return True
        return False

    def reject(self) -> None:
        """Esc: asks about a design that is not saved."""
        if self._let_go():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's cross asks the same."""
        if self.isVisible() and not self._let_go():
            event.ignore()
        else:
            event.accept()
