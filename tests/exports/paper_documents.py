"""Invented documents for the printed forms, as `exports.forms` would build them."""

from typing import Any

Document = dict[str, Any]

SCHEME = [
    (
        "score",
        "组织建设好",
        "30",
        [
            (
                "班子建设",
                [
                    (
                        "支部委员会健全，按期换届，分工明确",
                        "6",
                        "按期换届得3分，每逾期一个月扣1分；分工明确、有书面分工得3分",
                        "换届批复、委员分工文件",
                    ),
                    (
                        "坚持“三会一课”制度，团员大会每季度不少于一次",
                        "6",
                        "缺1次扣1分，扣完为止",
                        "会议记录本",
                    ),
                ],
            ),
            (
                "基础工作",
                [
                    (
                        "团员名册、团费收缴、团籍注册等基础台账齐全",
                        "6",
                        "缺1项扣2分；团费收缴率低于98%的不得分",
                        "各类台账",
                    ),
                    (
                        "推荐优秀团员作党的发展对象（推优入党）",
                        "6",
                        "推优工作有计划、有记录得3分；推荐1人次得1分，最多3分",
                        "推优入党记录",
                    ),
                    (
                        "按时报送年度计划、总结及统计报表",
                        "6",
                        "迟报1次扣1分，缺报1次扣2分，扣完为止",
                        "局团委收文登记",
                    ),
                ],
            ),
        ],
    ),
    (
        "score",
        "团员教育好",
        "20",
        [
            (
                "理论学习",
                [
                    (
                        "组织团员青年学习科学发展观和党的路线方针政策",
                        "6",
                        "每季度不少于一次，缺1次扣1.5分",
                        "学习记录、签到表",
                    ),
                    ("团员教育评议参评率达到95%以上", "6", "到会率90%以下，每低5个百分点扣2分", "评议登记表"),
                ],
            ),
            (
                "意识教育",
                [
                    (
                        "开展“增强团员意识”主题教育活动，公开承诺、践诺、评诺",
                        "8",
                        "开展承诺3分，兑现率100%得5分，每低10个百分点扣1分",
                        "公开承诺登记表",
                    ),
                ],
            ),
        ],
    ),
    (
        "score",
        "活动开展好",
        "30",
        [
            (
                "比贡献",
                [
                    (
                        "开展志愿者服务进社区、水上保洁、排水志愿者、爱心周末等活动",
                        "10",
                        "1次得1分，最多10分",
                        "活动记录、照片",
                    ),
                ],
            ),
            (
                "比作为",
                [
                    (
                        "开展岗位培训、岗位练兵、青年业务竞赛及青年文明号创建",
                        "10",
                        "1次得1分，最多6分；创建青年文明号得4分",
                        "活动记录、创建材料",
                    ),
                ],
            ),
            (
                "比成效",
                [
                    ("党团共建、团干部培训、网络建设等自身建设工作", "10", "1次得2分，最多10分", "活动记录"),
                ],
            ),
        ],
    ),
    (
        "score",
        "青年反映好",
        "20",
        [
            (
                "群众评议",
                [
                    (
                        "群众评议满意率达到80%以上",
                        "12",
                        "满意率×12；低于60%的不得分并限期补课",
                        "群众评议汇总表",
                    ),
                    ("为青年办实事、做好事、解难事", "8", "1件得2分，最多8分", "办实事记录"),
                ],
            ),
        ],
    ),
    (
        "bonus",
        "加分项",
        "10",
        [
            (
                "",
                [
                    (
                        "获得区级以上集体荣誉或经验被推广",
                        "6",
                        "区级2分、市级4分、全国6分，同一事项取最高分",
                        "证书、文件",
                    ),
                    ("信息被区级以上媒体采用", "4", "1篇得0.5分，最多4分", "刊用情况"),
                ],
            ),
        ],
    ),
    (
        "deduction",
        "扣分项",
        "",
        [
            (
                "",
                [
                    ("无故缺席局团委会议、活动", "", "缺席1次扣1分，扣完为止", "签到表"),
                ],
            ),
        ],
    ),
    (
        "veto",
        "一票否决项",
        "",
        [
            (
                "",
                [
                    ("本单位团员被通报批评或受到处分", "", "", "通报文件"),
                    ("发生重大情况不上报", "", "", ""),
                    ("团费上缴不达标", "", "", "团费收缴表"),
                ],
            ),
        ],
    ),
]

NO_SCORES = {"points": "", "self": "", "public": "", "office": "", "final": ""}


def assessment(
    name: str = "水务执法大队团支部", filled: bool = True, longer: int = 1, times: int = 1
) -> Document:
    """One assessment form; `longer` repeats the texts of every row, `times` the rows of the scheme."""
    number = 0
    blocks = []
    for kind, block_name, points, groups in SCHEME:
        block_groups = []
        for group_name, rows in groups * times:
            group_rows = []
            for content, row_points, standard, evidence in rows:
                number += 1
                scored = filled and kind != "veto"
                group_rows.append(
                    {
                        "number": str(number),
                        "content": "；".join([content] * longer),
                        "points": row_points,
                        "standard": standard * longer,
                        "evidence": evidence,
                        "self": row_points if scored else "",
                        "public": row_points if scored and number % 5 == 0 else "",
                        "office": "4.5" if scored and row_points else "",
                        "reason": "少报季度小结1次，扣1.5分" * longer if scored and number % 4 == 0 else "",
                        "final": ("否" if kind == "veto" else "4.5") if filled else "",
                        "note": "",
                    }
                )
            block_groups.append({"name": group_name, "rows": group_rows})
        subtotal = None
        if kind != "veto":
            subtotal = {**NO_SCORES, "points": points}
            if filled:
                subtotal |= {"self": "28.5", "public": "19.2", "office": "27.5", "final": "27.5"}
        blocks.append(
            {"kind": kind, "name": block_name, "points": points, "groups": block_groups, "subtotal": subtotal}
        )
    total = {**NO_SCORES, "points": "100"}
    if filled:
        total |= {"self": "97.5", "public": "92.4", "office": "94.5", "final": "94.5"}
    return {
        "bookmark": name,
        "caption": f"{name}　2010年度基层团组织考核评分表",
        "year": "2010",
        "committee": "区水务局团委",
        "organisation": name,
        "unit": "区水务局执法大队",
        "secretary": "沈嘉禾" if filled else "",
        "date": "2010年12月20日" if filled else "",
        "blocks": blocks,
        "total": total,
        "score": "94.5" if filled else "",
        "grade": "优秀" if filled else "",
        "rank": "3" if filled else "",
        "veto": "否" if filled else "",
        "self_assessor": "沈嘉禾" if filled else "",
        "assessors": "陆思源　金晓岚　程𠮷人" if filled else "",
        "party_opinion": "同意自评意见。该支部紧扣中心工作，团员青年作用发挥好。" if filled else "",
        "office_opinion": "",
        "notes": "一票否决项有一项为“是”的，不得评为优秀等次，不得推荐五四红旗团支部。",
        "code": "K7M2XQ9A" if filled else "",
    }


def nomination(name: str = "程𠮷人", filled: bool = True, officer: bool = False, longer: int = 1) -> Document:
    """One person's nomination form; `longer` repeats the long texts."""
    texts = {
        "sex": "男",
        "born": "1984.02",
        "ethnicity": "汉族",
        "native_place": "上海金山",
        "politics": "共青团员",
        "joined": "2000.05",
        "education": "大学本科",
        "work_since": "2006.07",
        "card_number": "0105520871",
        "id_number": "310***********1234",
        "job": "自来水公司制水车间运行班班长",
        "post": "团支部书记（2008年6月起）" if officer else "",
        "phone": "138****5678",
        "grades": "2009年优秀、2008年合格",
        "volunteer_since": "2007.03",
        "volunteer_hours": "46.5",
        "resume": "\n".join(
            [
                "2002.09—2006.07　河海大学给水排水工程专业学习",
                "2006.07—2008.06　自来水公司制水车间运行工",
                "2008.06至今　　　自来水公司制水车间运行班班长、团支部书记",
            ]
            * longer
        ),
        "honours": "\n".join(
            [
                "2008年5月　区优秀共青团员　共青团区委员会",
                "2009年12月　局青年岗位能手　区水务局",
            ]
            * longer
        ),
        "deeds": "\n".join(
            [
                "该同志自参加工作以来，立足本职，刻苦钻研业务，先后参与完成了制水车间滤池自动化改造、"
                "加氯系统更新等项目，累计节约药耗12.6%，保障了世博会期间的安全优质供水。",
                "作为团支部书记，他组织开展“水上保洁”“志愿者服务进社区”等活动18次，参与团员青年320人次；"
                "带领班组创建青年文明号，开展“比服务、比奉献、比进步”劳动竞赛，班组全年水质合格率100%。",
                "在抗台防汛期间，他连续三昼夜坚守岗位，及时排除2号取水泵故障，受到局党委通报表扬。",
            ]
            * longer
        ),
        "conviction": "坚持学习科学发展观，积极递交入党申请书。",
        "study": "通过净水工高级工考核，撰写技术小结4篇。",
        "achievement": "获全局青年业务竞赛第一名。",
        "conduct": "每月参加“爱心周末”活动，照顾孤老2户。",
        "branch_opinion": "经支部大会讨论通过，同意推荐。",
        "party_opinion": "同意推荐。",
        "publicity": "2010年4月6日至4月12日在本单位公示栏公示，无异议。",
        "office_opinion": "",
        "district_opinion": "",
        "date": "2010年4月2日",
    }
    honour = "优秀共青团干部" if officer else "优秀共青团员"
    fixed = {
        "bookmark": name,
        "caption": f"{name}　2010年度{honour}推荐表",
        "title": f"2010年度{honour}推荐表",
        "officer": "yes" if officer else "",
        "copies": "三",
        "organisation": "自来水公司制水车间团支部",
        "name": name,
        "photo": "",
        "committee": "共青团某区水务局委员会",
    }
    return {**(texts if filled else dict.fromkeys(texts, "")), **fixed}
