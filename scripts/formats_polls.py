"""Authors the template workbook of the summary of polls (domain §7, format 10c)."""

from __future__ import annotations

from format_sheets import Column, make, number, text

WORDS = ("满意", "比较满意", "基本满意", "不满意", "弃权")
ITEMS = (
    "对团组织开展创先争优活动的基本评价",
    "推动中心工作和重点任务完成情况",
    "承诺践诺情况",
    "为青年、群众办实事、做好事、解难事情况",
    "加强团组织和团员队伍建设情况",
)


def make_all() -> None:
    """群众评议汇总表."""
    columns: list[Column] = [
        *(number("序号", 5, total=False), text("被评议团组织", 22, left=True), text("评议时间", 11)),
        *(number(name, 6) for name in ("发出票", "收回票", "有效票")),
        *(number(f"参评人数/{name}", 6) for name in ("党员", "团员青年", "群众")),
        # The sign between 票 and % is part of the word, not of the path to it.
        *(
            Column((f"项目{place}（票/%）", word), 8.6)
            for place in range(1, len(ITEMS) + 1)
            for word in WORDS
        ),
        *(text("综合满意率", 8), text("主要意见建议", 30, left=True), text("是否需补课（<60%）", 9)),
        text("备注", 10, left=True),
    ]
    items = "；".join(f"项目{place} {item}" for place, item in enumerate(ITEMS, 1))
    make(
        "poll-summary",
        "附件14",
        "2010年群众评议汇总表",
        columns,
        note=f"注：{items}。百分比以有效票为基数，弃权单列。",
        sums=True,
    )
