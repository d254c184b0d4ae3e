"""Every clause of the plan has its place: each row of the plan's table is entered in the window, found, exported, printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from exports import forms, paper
from exports.form_record import record_documents
from models import kinds
from models.ballot import PollCount
from models.changes import change
from models.member import Member, Office
from models.organisation import Organisation
from models.poll import Poll, PollClass, PollTarget
from models.record import Record
from models.store import Store
from models.summary import Summary
from tests.ui.office import YEAR, small_office
from ui import ask, start, theme
from ui.appraisal_page import AppraisalPage
from ui.find_everywhere import Found
from ui.live import Live
from ui.poll_setup_dialog import PollSetupDialog
from ui.record_dialog import RecordDialog
from ui.record_tab import RecordTab
from ui.remember import Remember
from ui.summary_dialog import SummaryDialog
from ui.tabs import TABS
from ui.views import ViewsPage
from ui.window import MainWindow

BRANCH, PERSON = "河道所团支部", "赵浩"


class Row(NamedTuple):
    """A row of the plan's table: the kind of record, what is typed into which field, what is looked for, the form.

    `sought` is typed into the search box; records without a name of their own are found by their organisation's.
    """

    clause: str
    kind: str
    typed: Mapping[str, str]
    sought: str
    form: str = ""


ROWS = (
    Row(
        "三比三争",
        "Activity",
        {"branch": BRANCH, "category": "比贡献", "title": "清漂护河", "start": f"{YEAR}-05-04"},
        "qphh",
    ),
    Row(
        "宣传",
        "News",
        {
            "organisation": BRANCH,
            "kind": "信息动态",
            "title": "护河简讯",
            "date": f"{YEAR}-05-05",
            "channel": "水务网站",
        },
        "hhjx",
    ),
    Row(
        "党建带团建",
        "PartyReport",
        {
            "organisation": BRANCH,
            "reported": f"{YEAR}-03-01",
            "title": "汇报创先争优安排",
            "recipient": "所党支部",
        },
        "hbcxzy",
    ),
    Row(
        "推优入党",
        "PartyRecommendation",
        {"organisation": BRANCH, "member": PERSON, "recommended": f"{YEAR}-06-20", "introducer": "钱正"},
        "赵浩",
    ),
    Row(
        "青联、学联、青年社团",
        "Partner",
        {"name": "滨江青年社", "kind": "青年社团", "organisation": BRANCH},
        "bjqns",
    ),
    Row(
        "领导点评团组织",
        "Review",
        {
            "organisation": BRANCH,
            "by": "同级党组织",
            "date": f"{YEAR}-07-01",
            "reviewer": "孙明",
            "achievements": "活动扎实",
        },
        BRANCH,
        "review-form",
    ),
    Row(
        "领导点评团员",
        "Review",
        {
            "organisation": BRANCH,
            "member": PERSON,
            "by": "上级团组织",
            "date": f"{YEAR}-07-02",
            "direction": "再接再厉",
        },
        PERSON,
        "review-form",
    ),
    Row(
        "典型示范",
        "RoleModel",
        {"kind": "集体", "name": "护河先锋岗", "organisation": BRANCH, "deeds": "常年护河"},
        "hhxfg",
    ),
    Row(
        "各团支部制定方案",
        "Plan",
        {"organisation": BRANCH, "year": str(YEAR), "title": "河道所创先争优方案", "aims": "清洁河道"},
        "hdscxzyfa",
        "plan",
    ),
    Row(
        "公开承诺",
        "Commitment",
        {
            "subject": "团组织",
            "organisation": BRANCH,
            "year": str(YEAR),
            "title": "每月护河一次",
            "due": f"{YEAR}-12-31",
        },
        "myhh",
        "commitment",
    ),
    Row(
        "青年文明号创建",
        "Brand",
        {"kind": "青年文明号", "name": "护河青年文明号", "organisation": BRANCH, "state": "创建中"},
        "hhqnwmh",
    ),
    *(
        Row(
            f"督查：{way}",
            "Inspection",
            {
                "way": way,
                "organisation": BRANCH,
                "year": str(YEAR),
                "date": f"{YEAR}-08-0{day}",
                "team": "周组长",
            },
            BRANCH,
            "inspection-form",
        )
        for day, way in enumerate(("实地调研", "座谈会", "经常性督查", "随机抽查", "信息报送核查"), 1)
    ),
    Row(
        "整改",
        "Correction",
        {"kind": "其他", "organisation": BRANCH, "task": "补登服务时长", "due": f"{YEAR}-10-31"},
        "bdfwsc",
    ),
    Row(
        "推广有效做法",
        "Practice",
        {"title": "护河积分法", "organisation": BRANCH, "noted": f"{YEAR}-09-01", "content": "按次积分"},
        "hhjff",
    ),
    Row(
        "按区委部署上报",
        "Demand",
        {"name": "报年度活动统计", "year": str(YEAR), "due": f"{YEAR}-12-20", "sender": "团区委"},
        "bndhdtj",
    ),
    Row(
        "团员评议",
        "MemberAppraisal",
        {"member": PERSON, "year": str(YEAR), "self_text": "坚持护河", "grade": "优秀"},
        "",
        "appraisal-form",
    ),
)


@pytest.fixture
def window(store: Store, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    small_office()
    theme.start(qapp, theme.Mode.LIGHT)
    live = Live()
    made = start.open_window(store, Remember(tmp_path / "window.ini"), live, TABS)
    made._desk.set_year(YEAR)
    made.resize(1366, 768)
    made.show()
    yield made
    for dialog in made.findChildren(RecordDialog):
        dialog.done(0)  # one that a failed test has left open must not ask whether to save
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    live.close()


def kind_of(name: str) -> type[Record]:
    return next(kind for kind in kinds.all_kinds() if kind.__name__ == name)


def type_words(qtbot: QtBot, widget: QWidget, words: str) -> None:
    """As a person does: Chinese comes from the input method, the rest from keys; then on to the next field."""
    if isinstance(widget, QPushButton):  # one of a few words to choose from
        buttons = widget.parentWidget().findChildren(QPushButton)
        qtbot.keyClick(next(one for one in buttons if one.text() == words), Qt.Key.Key_Space)
        return
    widget.setFocus()
    if words.isascii():
        qtbot.keyClicks(widget, words)
    else:
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(widget, event)
    qtbot.keyClick(widget, Qt.Key.Key_Tab)


def entered(window: MainWindow, qtbot: QtBot, row: Row) -> Record:
    """The record that is there after the row has been typed into its form and saved with Ctrl+S."""
    kind = kind_of(row.kind)
    before = {record.get_id() for record in kind.select()}
    window._desk.open_record(kind())
    (dialog,) = [one for one in window.findChildren(RecordDialog) if one.isVisible()]
    qtbot.waitUntil(dialog.isActiveWindow)
    for name, words in row.typed.items():
        editor = dialog.form.rows[name].editor
        assert editor is not None
        inner = editor.focusProxy() or editor
        if not editor.is_blank():
            inner.selectAll()  # type: ignore[attr-defined]
        type_words(qtbot, inner, words)
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.isVisible(), [problem.message for problem in dialog.form.check()]
    (added,) = [record for record in kind.select() if record.get_id() not in before]
    return added


def list_on_screen(window: MainWindow, kind: type[Record]) -> RecordTab:
    page = window._pages[next(tab.key for tab in TABS if kind.kind_name() in tab.kinds)]
    shown = page.current() if isinstance(page, ViewsPage) else page
    if isinstance(shown, AppraisalPage):
        shown.view.setCurrentIndex(shown.branches.index(0, 0))  # 全部团支部: the plain list
    return next(
        one for one in shown.findChildren(RecordTab) if one.record_class is kind and one.isVisibleTo(shown)
    )


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return "".join(found.split())


def found_by_search(window: MainWindow, typed: str) -> list[object]:
    return [hit.target for hit in window._search._find(typed)]


@pytest.mark.parametrize("row", ROWS, ids=[row.clause for row in ROWS])
def test_a_clause_is_entered_found_exported_and_printed(
    row: Row,
    window: MainWindow,
    store: Store,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = entered(window, qtbot, row)
    for name, words in row.typed.items():
        assert words in record.shown(name, full=True)

    # found by the search box
    if row.sought:
        assert Found(type(record), record.get_id()) in found_by_search(window, row.sought)

    # listed where its kind is at home, and exported as it is seen
    window._desk.open_records(type(record), [record.get_id()], row.clause)
    listed = list_on_screen(window, type(record))
    qtbot.waitUntil(lambda: record.get_id() in listed.table.shown_ids())
    target = tmp_path / "列表.xlsx"
    monkeypatch.setattr(ask, "save_file", lambda *_arguments: target)
    monkeypatch.setattr(ask, "confirm", lambda *_arguments, **_words: False)
    listed.table.export_wanted.emit()
    qtbot.waitUntil(target.exists)
    cells = {str(cell) for line in openpyxl.load_workbook(target).active.values for cell in line}
    seen = listed.table.seen()
    at = listed.table.shown_ids().index(record.get_id())
    assert {words for words in list(seen.rows)[at] if words} - cells == set()

    # printed: on its own form, or as a record
    name, documents = "record", record_documents([record], full=True, files=store.attachments)
    if row.form:
        name, documents = row.form, forms.documents(row.form, YEAR, files=store.attachments)
    printed = text_of(paper.render(name, documents))
    longest = max((words for words in row.typed.values() if not words.isascii()), key=len)
    assert longest in printed


def test_the_year_of_a_branch_is_summed_up(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    """做好总结: composed from the branch's own records, on reports that carry the campaign's theme."""

    def answer() -> None:
        asked = QApplication.activeModalWidget()
        assert asked is not None
        qtbot.keyClick(asked, Qt.Key.Key_Return)

    QTimer.singleShot(300, answer)
    window._desk.open_record(Summary())
    (summary,) = Summary.select()
    assert Found(Summary, summary.id) in found_by_search(window, "gzzj")
    printed = text_of(paper.render("summary", forms.documents("summary", YEAR, files=store.attachments)))
    assert "清理河道" in printed or "活动" in printed
    assert "扩大组织覆盖、增强组织活力" in printed
    for dialog in window.findChildren(SummaryDialog):
        dialog.done(0)


def test_a_poll_is_set_up_with_the_standard_items_and_printed(
    window: MainWindow, store: Store, qtbot: QtBot
) -> None:
    """群众评议 of organisations."""
    window._desk.open_record(Poll())
    (dialog,) = window.findChildren(PollSetupDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: Poll.select().exists())
    poll = Poll.select().get()
    assert Found(Poll, poll.id) in found_by_search(window, "qzpy")
    with change("发票"):
        for target in PollTarget.select():
            for rater in PollClass.select().where(PollClass.poll == poll.id):
                PollCount(target=target.id, rater=rater.id, issued=2).save()
    printed = text_of(paper.render("ballot", forms.documents("ballot", YEAR, files=store.attachments)))
    assert "承诺践诺情况" in printed and BRANCH in printed


def test_the_leading_group_follows_from_the_offices(window: MainWindow, store: Store) -> None:
    """书记=组长, 副书记=副组长, the branches' 书记=成员."""
    top = Organisation.get(Organisation.name == "局团委")
    branch = Organisation.get(Organisation.name == BRANCH)
    people = {name: Member.get(Member.name == name) for name in ("张小明", "李静", PERSON)}
    with change("任职"):
        for name, home, post in (("张小明", top, "书记"), ("李静", top, "副书记"), (PERSON, branch, "书记")):
            Office(organisation=home.id, member=people[name].id, post=post, since=f"{YEAR}-01").save()
    printed = text_of(paper.render("leading-group", forms.documents("leading-group", YEAR)))
    found = [printed.index(words) for words in ("组长", "张小明", "副组长", "李静", "成员", PERSON)]
    assert found == sorted(found)
