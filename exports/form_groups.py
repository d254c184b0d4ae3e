"""Under which headings the tables and forms of the office are looked for, in the order of the tabs."""

from __future__ import annotations

MEMBERSHIP, DUTIES, CAMPAIGN, AWARDS, JUDGEMENT, REPORTS = GROUPS = (
    "团组织和团员",
    "支部工作",
    "活动和宣传",
    "评优表彰",
    "考评和督查",
    "总结上报",
)
