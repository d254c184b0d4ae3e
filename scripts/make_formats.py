"""Authors the template workbooks of the built-in formats in resources/formats/ (domain §7).

The workbooks may as well be restyled or given more columns in Excel; running this again writes over that.
Columns are only words: the program finds out what each wants when it fills the sheet.
"""

from __future__ import annotations

import formats_appraisal
import formats_commitments
import formats_news
import formats_plans
import formats_polls
import formats_supervision
from format_sheets import (
    HOURS,
    MONEY,
    PLAIN,
    SCORE,
    SHARE,
    Column,
    add_comparison,
    add_list,
    make,
    make_plain,
    new_book,
    number,
    reckoned,
    save,
    text,
)


def activity_groups() -> list[Column]:
    """比贡献 … 合计, 志愿服务 with its hours, and the three kinds of training, each times and person-times."""
    groups = ("比贡献", "比作为", "比成效", "合计")
    found = [number(f"{group}/{leaf}") for group in groups for leaf in ("次数", "人次")]
    found += [number("志愿服务/次数"), number("志愿服务/人次"), number("志愿服务/时长（小时）", 9, HOURS)]
    kinds = ("岗位培训", "岗位练兵", "青年业务竞赛")
    return found + [number(f"{kind}/{leaf}") for kind in kinds for leaf in ("次数", "人次")]


def basic_statistics() -> None:
    """Format 1: 共青团基本情况统计表 and, on a second sheet, 与上年对比表."""
    book = new_book()
    members, youth = "团员数/合计", "青年数/28周岁以下未入团青年"
    share = f'IF([{members}]+[{youth}]=0,"",[{members}]/([{members}]+[{youth}]))'
    add_list(
        book,
        "附件1",
        "2010年共青团基本情况统计表",
        [
            *(number("序号", 5, total=False), text("单位名称", 27, left=True), text("组织类型", 8)),
            *(number(f"团组织数/{kind}", 6) for kind in ("团委", "团工委", "团总支", "团支部")),
            *(number(members, 6), number("团员数/男", 5), number("团员数/女", 5)),
            *(number("团员数/其中少数民族", 7), number("团员数/保留团籍的党员", 8)),
            *(number("本年新发展团员数", 8), number("推优入党人数", 7), number(youth, 9)),
            *(number("青年数/35周岁以下青年/男", 6), number("青年数/35周岁以下青年/女", 6)),
            *(number("青年数/28周岁以下党员", 8), number("青年数/35周岁以下党员", 8)),
            *(number(f"团干部数/{nature}", 6) for nature in ("专职", "兼职", "挂职")),
            *(reckoned("团青比", 8, SHARE, f"={share}"), text("应换届日期", 11), text("上次换届时间", 11)),
            *(number("注册志愿者数", 8), text("备注", 10, left=True)),
        ],
        note="注：各行只计本级直属的人数，合计为全部；团青比＝团员数÷（团员数＋28周岁以下未入团青年）。",
        sums=True,
    )
    add_comparison(
        book,
        "附件1",
        "2010年共青团基本情况与上年对比表",
        [
            *(text("项目", 34, left=True), number("上年数", 14, PLAIN), number("本年数", 14, PLAIN)),
            reckoned("增减数", 14, PLAIN, "=[本年数]-[上年数]"),
            reckoned("增减%", 14, SHARE, '=IF([上年数]=0,"",([本年数]-[上年数])/[上年数])'),
            text("说明（下降必填）", 50, left=True),
        ],
        [
            *("团组织数", "团支部数", "团员数", "男团员数", "女团员数", "少数民族团员数", "保留团籍的党员"),
            *(
                "新发展团员数",
                "推优入党人数",
                "团干部数",
                "注册志愿者数",
                "活动次数",
                "活动人次",
                "志愿服务时长（小时）",
            ),
            *("党团联合活动次数", "集体获奖数", "团员获奖数"),
        ],
        note="注：上年数按上年12月31日的在册记录统计。",
    )
    save(book, "basic-statistics")


def volunteer_service() -> None:
    """Format 11c: one row for each member and activity with hours."""
    make(
        "volunteer-service",
        "附件7",
        "2010年志愿服务登记汇总表",
        [
            *(
                number("序号", 5, total=False),
                text("团组织", 20, left=True),
                text("姓名", 9),
                text("性别", 5),
            ),
            *(
                text("志愿者编号", 14),
                text("加入志愿服务时间", 10),
                text("服务项目", 14),
                text("服务时间", 11),
            ),
            *(number("服务时长（小时）", 9, HOURS), text("地点", 16, left=True)),
            *(text("服务内容", 34, left=True), text("担任职务", 10)),
            number("年累计时长（小时）", 10, HOURS, total=False),
        ],
        note="注：服务时长按参加人员名单逐人登记，服务时间截止    年  月  日。",
        sums=True,
    )


def nominations() -> None:
    """Formats 5 and 6b: the members and the organisations that are recommended for an award."""
    deeds = text("主要事迹（限200字以内）", 40, left=True)
    make(
        "member-nominations",
        "附件9",
        "2010年优秀个人推荐汇总表",
        [
            *(number("序号", 5, total=False), text("推荐单位", 18, left=True), text("推荐类别", 12)),
            *(number("推荐顺序", 6, total=False), text("姓名", 9), text("性别", 5), text("民族", 7)),
            *(text("出生年月", 9), text("身份证号", 20), text("政治面貌", 11), text("文化程度", 9)),
            *(text("工作单位及职务", 16, left=True), text("团内职务", 9), text("任现职年月", 9)),
            *(text("入团时间", 9), number("团龄", 6, total=False), text("上年度教育评议等次", 9)),
            *(
                number("年度志愿服务时长（小时）", 9, HOURS, total=False),
                text("已获荣誉（名称、时间）", 20, left=True),
            ),
            *(deeds, text("公示起止时间", 12), text("联系电话", 13), text("备注", 10, left=True)),
        ],
        line=f"分配名额：{' ' * 40}已推荐：{' ' * 40}占团员比例：{' ' * 20}",
        note="注：1.姓与名之间请勿空格；2.团龄按周年计；3.已获荣誉填近三年的。",
    )
    make(
        "organisation-nominations",
        "附件10",
        "2010年集体推荐汇总表",
        [
            *(number("序号", 5, total=False), text("推荐单位", 18, left=True), text("申报称号", 14)),
            *(text("团组织名称", 20, left=True), text("成立时间", 10), text("书记姓名", 9)),
            *(text("书记联系电话", 13), number("团支部数", 6, total=False), number("青年数", 6, total=False)),
            *(number("团员数", 6, total=False), number("团干部数", 7, total=False)),
            number("推优人数", 6, total=False),
            *(number("上年度考核/得分", 8, "0.00", total=False), text("上年度考核/等次", 8)),
            *(text("近年获奖", 22, left=True), deeds, text("公示起止时间", 12), text("备注", 10, left=True)),
        ],
        line=f"分配名额：{' ' * 40}已推荐：{' ' * 40}占团组织比例：{' ' * 20}",
    )


def honours() -> None:
    """团委个人/单位表彰奖励表: the honours of the year, of members and of organisations."""
    book = new_book()
    granted = [text("获奖时间", 12)]
    award = [text("奖项名称", 30, left=True), text("奖项文号", 20), text("奖励级别", 10)]
    rest = [*award, text("审批单位", 24, left=True), text("备注", 18, left=True)]
    person = [*granted, text("所在团组织", 24, left=True), text("姓名", 10), *rest]
    unit = [*granted, text("所在单位", 24, left=True), text("获奖组织", 24, left=True), *rest]
    for kind, columns in (("个人", person), ("单位", unit)):
        numbered = [number("序号", 5, total=False), *columns]
        add_list(book, "附件11", f"2010年团委{kind}表彰奖励表", numbered)
    save(book, "honours")


def main() -> None:
    """Write all templates."""
    basic_statistics()
    volunteer_service()
    nominations()
    honours()
    formats_appraisal.make_all()
    formats_commitments.make_all()
    formats_news.make_all()
    formats_plans.make_all()
    formats_polls.make_all()
    formats_supervision.make_all()
    make(
        "organisation-list",
        "附件4",
        "2010年团组织一览表",
        [
            *(
                number("序号", 5, total=False),
                text("团组织名称", 26, left=True),
                text("组织类型", 8),
                text("上级团组织", 20, left=True),
            ),
            *(
                text("所在单位", 20, left=True),
                text("成立时间", 11),
                text("上次换届时间", 11),
                text("应换届日期", 11),
            ),
            *(text("书记姓名", 9), number("团员数/合计"), number("团员数/男", 6), number("团员数/女", 6)),
            *(number("团员数/其中少数民族", 8), number("团干部数"), number("注册志愿者数", 8)),
            *(number("28周岁以下未入团青年", 10), text("联系电话", 15), text("备注", 12, left=True)),
        ],
        note="注：上级团组织的人数包括所属各团组织。",
    )
    make(
        "member-roster",
        "附件2",
        "2010年团员花名册",
        [
            *(
                number("序号", 5, total=False),
                text("所在团组织", 20, left=True),
                text("姓名", 9),
                text("性别", 5),
                text("民族", 7),
            ),
            *(
                text("出生年月", 9),
                text("身份证号", 20),
                text("籍贯", 10),
                text("政治面貌", 11),
                text("文化程度", 9),
            ),
            *(text("入团时间", 9), text("入团时所在单位", 14, left=True), text("团内职务", 9)),
            *(
                text("工作单位及岗位（职务）", 16, left=True),
                text("职称或技术等级", 10),
                text("参加工作时间", 9),
            ),
            *(
                text("手机号码", 13),
                text("发展团员编号", 13),
                text("团员证编号", 11),
                text("是否注册志愿者", 7),
            ),
            *(
                text("注册志愿者时间", 9),
                text("团籍注册（本年）", 8),
                text("上年度教育评议等次", 9),
                text("是否递交入党申请", 7),
            ),
            *(
                text("入党时间", 9),
                text("团费交至", 9),
                text("变动情况", 18, left=True),
                text("备注", 12, left=True),
            ),
        ],
    )
    make(
        "officer-roster",
        "附件3",
        "2010年团干部花名册",
        [
            *(
                number("序号", 5, total=False),
                text("所属团组织", 20, left=True),
                text("姓名", 9),
                text("性别", 5),
                text("民族", 7),
            ),
            *(text("出生年月", 9), number("年龄", 5, total=False), text("政治面貌", 11), text("入团时间", 9)),
            *(
                text("入党时间", 9),
                text("文化程度", 9),
                text("学位", 7),
                text("毕业院校及专业", 16, left=True),
            ),
            *(
                text("工作单位及行政职务（岗位）", 16, left=True),
                text("职称或技术等级", 10),
                text("团内职务", 9),
            ),
            *(
                text("任现职年月", 9),
                text("团干部性质", 8),
                text("是否同级党委（支部）成员", 8),
                text("党内职务（兼职）", 9),
            ),
            *(number("支部人数", 6, total=False), text("考核等级（上年）", 8), text("手机号码", 13)),
            *(text("办公电话", 13), text("电子邮箱", 16), text("备注", 12, left=True)),
        ],
    )
    make(
        "activity-list",
        "附件5",
        "2010年“三比三争”活动记录表",
        [
            *(
                number("序号", 5, total=False),
                text("团组织", 20, left=True),
                text("活动类别", 8),
                text("活动项目", 13),
            ),
            *(
                text("活动名称", 24, left=True),
                text("活动时间", 11),
                text("结束时间", 11),
                text("地点", 12, left=True),
            ),
            *(text("协办单位", 12, left=True), text("主持人", 9), number("应到人数"), number("实到人数")),
            *(
                number("其中团员数"),
                number("其中未入团青年数", 8),
                number("志愿服务总时长（小时）", 9, HOURS),
            ),
            *(
                text("活动内容", 30, left=True),
                text("活动成效", 20, left=True),
                number("经费（元）", 9, MONEY),
            ),
            text("备注", 12, left=True),
        ],
        sums=True,
    )
    make(
        "activity-statistics",
        "附件6",
        "2010年创先争优活动情况统计表",
        [
            *(number("序号", 5, total=False), text("团组织", 24, left=True), number("团员数", 7)),
            *activity_groups(),
            *(number("新增青年文明号（创建）数", 8), number("新增岗位能手数", 8)),
            *(number(f"公开承诺/{leaf}") for leaf in ("承诺数", "兑现数")),
            *(number("领导点评数"), number("群众评议数")),
            *(number(f"信息/{leaf}") for leaf in ("上报数", "采用数")),
            text("备注", 12, left=True),
        ],
        note="注：此表统计时间截止    年  月  日；人次按实到人数累计。",
        sums=True,
    )
    make(
        "assessment-summary",
        "附件8",
        "2010年基层团组织年度考核结果汇总表",
        [
            *(
                number("名次", 6, total=False),
                text("团组织", 26, left=True),
                number("自评分", 8, SCORE, total=False),
            ),
            *(number("量化考核分", 9, SCORE, total=False), number("领导点评分", 9, SCORE, total=False)),
            *(number("群众评议分", 9, SCORE, total=False), number("加分", 7, SCORE, total=False)),
            *(number("扣分", 7, SCORE, total=False), number("综合得分", 9, "0.00", total=False)),
            *(
                text("是否一票否决", 8),
                text("考核等次", 9),
                text("是否推荐五四红旗", 9),
                text("备注", 16, left=True),
            ),
        ],
    )
    make_plain()


if __name__ == "__main__":
    main()
