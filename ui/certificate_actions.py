"""荣誉证书 from a list: for the honours that are chosen, or for nominations that have been approved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction

from models.award import Honour, Nomination, advance_all
from models.certificate import CertificateDesign, honours_from
from models.clock import today
from models.fields import Date, not_in_future
from ui import ask
from ui.ask_fields import AskFields, Values
from ui.certificate_dialog import TITLE, CertificateDialog
from ui.icons import icon
from ui.record_tab import RecordTab

APPROVED, GIVEN = "获批", "已表彰"


def add_honour_certificates(tab: RecordTab) -> None:
    """On a list of honours: certificates of those chosen; the honours that have a number already; the designs."""
    _add(tab, f"{TITLE}…", "给选中的荣誉编号并打印证书", "award", lambda: _of_honours(tab))
    numbered = QAction(icon("list"), "已编号的证书", tab)
    numbered.setToolTip("只列出编过证书编号的荣誉，可以导出和打印成清单")
    numbered.triggered.connect(lambda _=False: _list_numbered(tab))
    tab.add_action(numbered, button=False)
    looks = QAction(icon("pencil"), f"{CertificateDesign.label}…", tab)
    looks.setToolTip("改证书的底图、文字和位置")
    looks.triggered.connect(lambda _=False: CertificateDialog(tab.desk, tab, []).open())
    tab.add_action(looks, button=False)


def add_nomination_certificates(tab: RecordTab) -> None:
    """On a list of nominations: certificates of those approved, which become honours first."""
    _add(tab, f"{TITLE}…", "给获批和已表彰的推荐编号并打印证书", "medal", lambda: _of_nominations(tab), False)


def _add(
    tab: RecordTab, text: str, tip: str, picture: str, work: Callable[[], None], button: bool = True
) -> None:
    action = QAction(icon(picture), text, tab)
    action.setToolTip(tip)
    action.triggered.connect(lambda _=False: work())
    tab.add_action(action, button=button, for_chosen=True)


def _of_honours(tab: RecordTab) -> None:
    ids = tab.table.chosen_ids()
    found = {honour.id: honour for honour in Honour.select().where(Honour.id.in_(ids))}
    CertificateDialog(tab.desk, tab, [found[id_] for id_ in ids if id_ in found]).open()


def _list_numbered(tab: RecordTab) -> None:
    found = (
        Honour.select(Honour.id)
        .where(Honour.certificate_number.is_null(False))
        .order_by(Honour.certificate_number)
    )
    tab.show_only([honour.id for honour in found], "已编号的证书")


def _of_nominations(tab: RecordTab) -> None:
    ids = tab.table.chosen_ids()
    chosen = list(Nomination.select().where(Nomination.id.in_(ids)))
    ready = [one for one in chosen if one.state in (APPROVED, GIVEN)]
    if not ready:
        ask.inform(tab, TITLE, "选中的推荐还没有获批。", f"证书发给“{APPROVED}”和“{GIVEN}”的推荐。")
        return
    waiting = [one for one in ready if one.state == APPROVED]
    if waiting and not _give(tab, waiting):
        return
    honours = honours_from(ready)
    if not honours:
        ask.inform(tab, TITLE, "这些推荐的荣誉已经删除。", "可以在“荣誉”里重新登记后打印。")
        return
    CertificateDialog(tab.desk, tab, honours).open()


def _give(tab: RecordTab, waiting: list[Nomination]) -> bool:
    """Ask for the day on which the awards are given, on which the nominations become honours."""
    field = Date("表彰日期", check=not_in_future)
    field.name = "given"

    def work(values: Values) -> None:
        advance_all(waiting, GIVEN, values["given"])

    dialog = AskFields(
        tab,
        "登记表彰",
        f"{len(waiting)}项推荐已获批、还没有登记表彰。登记后记入荣誉，证书上印这个日期。",
        [field],
        work,
        yes="登记表彰",
        values={"given": today().isoformat()},
        needed=("given",),
    )
    return bool(dialog.exec())
