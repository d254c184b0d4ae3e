"""Authors the formats of news and role models (domain §7, format 12a to 12c)."""

from __future__ import annotations

from format_sheets import SCORE, Column, add_list, make, new_book, number, save, text

_LEVELS = ("局", "区", "市", "全国")
_PRESS = ("区级", "市级", "中央级")


def make_all() -> None:
    """Write the three templates."""
    unit = text("单位", 26, left=True)
    make(
        "news-sent",
        "附件12",
        "2010年信息上报情况统计表",
        [
            *(unit, text("时间", 14)),
            *(number(f"{kind}（篇）", 14) for kind in ("信息动态", "工作简报", "调研文章", "总结")),
            *(number("其它", 9), number("排名", 8, total=False), text("备注", 16, left=True)),
        ],
        note="注：按报送时间统计；得分相同的名次并列，得分按计分标准计算，见信息采用情况统计表。",
        sums=True,
    )
    make(
        "news-used",
        "附件13",
        "2010年信息采用情况统计表",
        [
            *(text("单位", 27, left=True), text("时间", 13)),
            *(
                column
                for kind in ("信息动态", "工作简报", "调研文章", "领导批示")
                for column in _uses(kind, _LEVELS)
            ),
            *(*_uses("宣传报道", _PRESS), *_uses("其他材料", _LEVELS)),
            *(number("得分", 7, SCORE), number("排名", 6, total=False), text("备注", 9, left=True)),
        ],
        note="注：数字为被该级采用的篇数，同一篇同一级只计一次；得分＝报送得分＋各级采用得分，按当年计分标准计算。",
        sums=True,
    )
    book = new_book()
    rest = [
        *(text("培树时间", 8), text("培树级别", 7), text("曾获荣誉", 18, left=True)),
        *(text("培树目标", 14, left=True), text("培树部门", 10), text("联系人", 8)),
        *(text("走访记录", 30, left=True), text("宣传情况", 24, left=True), text("推送机构", 10)),
    ]
    person = [
        *(number("序号", 5, total=False), text("姓名", 8), text("性别", 5), text("民族", 6)),
        *(text("政治面貌", 9), text("单位", 16, left=True), text("职务", 10)),
    ]
    group = [
        *(number("序号", 5, total=False), text("单位", 18, left=True), text("集体名称", 14, left=True)),
    ]
    add_list(book, "附件14", "2010年先进典型（个人）统计表", [*person, *rest, text("附件", 10, left=True)])
    deeds = [text("培树方案", 22, left=True), text("事迹材料", 28, left=True)]
    add_list(book, "附件14", "2010年先进典型（集体）统计表", [*group, *rest, *deeds])
    save(book, "role-models")


def _uses(kind: str, levels: tuple[str, ...]) -> list[Column]:
    return [number(f"{kind}/{level}", 5.5) for level in levels]
