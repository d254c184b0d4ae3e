"""Authors the template workbooks of the lists of reviews, inspections and corrections (domain §7, formats 10 and 12)."""

from __future__ import annotations

from format_sheets import SCORE, make, number, text


def make_all() -> None:
    """领导点评汇总表, 督查（抽查）记录汇总表 and 整改台账."""
    reviews()
    inspections()
    corrections()


def reviews() -> None:
    """The reviews of the year with what is put right after them."""
    make(
        "review-summary",
        "附件13",
        "2010年领导点评汇总表",
        [
            *(number("序号", 5, total=False), text("团组织", 18, left=True), text("点评团员", 8)),
            *(text("点评主体", 10), text("点评领导", 8), text("领导职务", 11), text("点评日期", 11)),
            *(text("点评方式", 6), text("取得的成果", 26, left=True), text("存在的问题", 24, left=True)),
            *(text("努力方向", 24, left=True), number("点评分", 7, SCORE, total=False), text("点评等次", 7)),
            *(text("整改措施", 24, left=True), text("整改时限", 11), text("责任人", 8)),
            *(text("整改落实情况", 22, left=True), text("备注", 10, left=True)),
        ],
        note="注：点评团员的，团组织填其所在团组织。",
    )


def inspections() -> None:
    """Format 12d as a list."""
    make(
        "inspection-list",
        "附件15",
        "2010年督查（抽查）记录表",
        [
            *(text("编号", 9), text("督查方式", 9), text("被督查团组织", 17, left=True)),
            *(text("督查时间", 11), text("地点", 11), text("督查组成员", 11)),
            *(text("督查内容（核查项）", 40, left=True), text("查阅材料", 16, left=True)),
            *(number("座谈人数", 6), text("总体评价", 20, left=True), text("亮点做法", 18, left=True)),
            *(text("存在问题", 20, left=True), text("整改要求", 20, left=True), text("整改时限", 11)),
            *(text("责任人", 8), text("整改结果", 18, left=True), text("复查人·复查日期", 12)),
            text("被督查单位签字", 9),
        ],
        note="注：督查内容中✓为符合，✗为不符合，□为未核查。",
        sums=True,
    )


def corrections() -> None:
    """整改台账: everything that must be put right, whoever asked for it."""
    make(
        "correction-list",
        "附件16",
        "2010年创先争优整改台账",
        [
            *(number("序号", 5, total=False), text("整改单位", 20, left=True), text("整改来源", 9)),
            *(text("整改依据", 22, left=True), text("要整改的问题", 28, left=True)),
            *(text("整改措施", 28, left=True), text("整改时限", 11), text("责任人", 9)),
            *(text("整改落实情况", 26, left=True), text("完成日期", 11), text("复查人", 8)),
            *(text("复查日期", 11), text("整改状态", 8), text("备注", 10, left=True)),
        ],
    )
