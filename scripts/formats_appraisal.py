"""Authors the templates of format 8b (团员教育评议汇总表) and of the two sheets of members, appraised and registered."""

from __future__ import annotations

from format_sheets import SHARE, Column, make, number, reckoned, text


def _grade(grade: str) -> list[Column]:
    share = f'=IF([实参评数]=0,"",[{grade}/数]/[实参评数])'
    return [number(f"{grade}/数", 6), reckoned(f"{grade}/%", 8, SHARE, share)]


def make_all() -> None:
    """Write them."""
    make(
        "appraisal-summary",
        "附件17",
        "2010年团员教育评议汇总表",
        [
            *(number("序号", 5, total=False), text("团支部", 24, left=True)),
            *(number("团员总数", 6), number("应参评数", 6), number("实参评数", 6)),
            reckoned("参评率", 8, SHARE, '=IF([应参评数]=0,"",[实参评数]/[应参评数])'),
            *(column for grade in ("优秀", "合格") for column in _grade(grade)),
            *(number("基本合格", 6), number("不合格", 6), number("注册数", 6), number("暂缓注册数", 7)),
            *(text("未参评原因", 22, left=True), text("评议日期", 11), text("备注", 12, left=True)),
        ],
        note="注：评议大会到会团员应超过应到的三分之二；优秀一般不超过参评团员的30%；百分比按实参评数计算。",
        sums=True,
    )
    make(
        "appraisal-list",
        "附件18",
        "2010年团员教育评议表",
        [
            *(number("序号", 5, total=False), text("姓名", 9), text("身份证号", 20), text("性别", 5)),
            *(text("出生年月", 9), text("籍贯", 10), text("所属团组织", 20, left=True), text("入团时间", 9)),
            *(text("职务", 12), text("评议时间", 11), text("自评等级", 8)),
            *(text("个人自评内容", 44, left=True), text("团支部意见", 26, left=True), text("评议等次", 8)),
        ],
    )
    make(
        "registration-list",
        "附件19",
        "2010年团籍注册表",
        [
            *(number("序号", 5, total=False), text("所在团组织", 24, left=True), text("姓名", 9)),
            *(text("性别", 5), text("身份证号", 20), text("出生日期", 11), text("注册时间", 11)),
            *(text("团内职务", 10), text("备注", 18, left=True)),
        ],
    )
