"""Authors the templates of format 9 (公开承诺登记表), of 推优入党表 and of the list of partner bodies."""

from __future__ import annotations

from format_sheets import Column, add_list, make, new_book, number, save, text


def make_all() -> None:
    """Write them."""
    book = new_book()
    add_list(
        book,
        "附件12",
        "2010年创先争优公开承诺登记表",
        [
            *(number("序号", 5, total=False), text("承诺主体类别", 8), text("所在团组织", 16, left=True)),
            *(text("承诺人（组织）", 15), text("承诺日期", 11), text("承诺内容", 34, left=True)),
            Column(("对应“四个好/四带头”",), 11),  # one heading, not two levels
            *(text("完成时限", 11), text("责任人", 8), text("公开方式", 8)),
            *(text("践诺情况", 26, left=True), text("完成状态", 8), text("完成日期", 11)),
            *(text(f"评诺/{each}", 8) for each in ("自评", "群众评", "组织评")),
            *(text("评诺日期", 11), text("佐证材料", 18, left=True), text("备注", 10, left=True)),
        ],
        line="承诺数：                    已兑现数：                    兑现率：                    ",
        note="注：完成状态分未开始、进行中、已完成、逾期；已完成的不论早晚都算已兑现，兑现率＝已兑现数÷承诺数。",
    )
    save(book, "commitments")
    make(
        "party-recommendations",
        "附件13",
        "2010年推优入党表",
        [
            *(number("序号", 5, total=False), text("所在团组织", 18, left=True), text("姓名", 9)),
            *(text("身份证号", 20), text("性别", 5), text("民族", 7), text("文化程度", 9)),
            *(text("介绍人", 9), text("介绍人身份证", 20), text("入团时间", 9), text("推荐时间", 11)),
            *(text("个人情况", 30, left=True), text("应到团员数", 6), text("实到团员数", 6)),
            *(text("赞成票数", 6), text("团支部大会意见", 24, left=True), text("推优结果", 11)),
            *(text("结果日期", 11), text("备注", 10, left=True)),
        ],
    )
    make(
        "partners",
        "附件14",
        "2010年协作团体一览表",
        [
            *(number("序号", 5, total=False), text("团体名称", 24, left=True), text("团体类别", 10)),
            *(text("联系的团组织", 22, left=True), text("团体联系人", 10), text("团体电话", 14)),
            *(number("团体人数", 8), text("开始联系时间", 10), text("备注", 30, left=True)),
        ],
        sums=True,
    )
