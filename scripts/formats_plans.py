"""Authors the template of the sheet 品牌创建 (domain §5), with what became of each brand."""

from __future__ import annotations

from format_sheets import make, number, text


def make_all() -> None:
    """Write it."""
    make(
        "brands",
        "附件16",
        "2010年“三比三争”品牌创建一览表",
        [
            *(number("序号", 5, total=False), text("品牌创建时间", 11), text("品牌类型", 12)),
            *(text("品牌名称", 24, left=True), text("所在团组织", 22, left=True), text("创建级别", 8)),
            *(text("人员组成", 24, left=True), text("基本情况", 40, left=True), text("创建状态", 9)),
            *(text("命名日期", 11), text("命名单位", 18, left=True), text("备注", 12, left=True)),
        ],
        note="注：创建状态分申报中、创建中、已命名、未获命名、已撤牌；青年岗位能手的品牌名称为本人姓名和称号。",
    )
