"""The figures of news: items sent, by kind; items taken up, by kind and level; the points they earned."""

from __future__ import annotations

from models.figure import Figure
from models.news import KINDS, LEVELS, PICTURED, REPORT, News
from models.news_points import POINTS

# The kinds with a column of their own in the list of what was sent; all others stand there as 其它.
OWN_COLUMNS = KINDS[:4]
# An item counts in the period in which it was sent, for its uses too: so the points of a row follow from its numbers.
_SENT = "date >= :first AND date < :end"
_USED = "EXISTS (SELECT 1 FROM news_use u WHERE u.news_id = news.id)"
_USED_AT = "EXISTS (SELECT 1 FROM news_use u WHERE u.news_id = news.id AND u.level = :level)"
# How press and television call the levels.
_PRESS = dict(zip(LEVELS, (("局级",), ("区级",), ("市级",), ("中央级", "全国级", "国家级")), strict=True))


def _figure(
    name: str,
    label: str,
    condition: str,
    words: tuple[str, ...],
    parameters: dict[str, str] | None = None,
    measure: str | None = None,
) -> Figure:
    return Figure(
        f"news.{name}",
        label,
        News,
        f"{_SENT} AND {condition}" if condition else _SENT,
        measure,
        "分" if measure else "篇",
        words=words,
        organisation="organisation_id",
        parameters=dict(parameters or {}),
    )


def _of_kind(kind: str) -> list[Figure]:
    """The items of a kind, and those taken up at each level."""
    found = [_figure(kind, f"{kind}篇数", "kind = :kind", (f"信息/{kind}", f"{kind}数"), {"kind": kind})]
    for level in LEVELS:
        leaves = (level, f"{level}级", f"{level}采用", *(_PRESS[level] if kind == REPORT else ()))
        found.append(
            _figure(
                f"{kind}.{level}",
                f"{kind}{level}采用",
                f"kind = :kind AND {_USED_AT}",
                tuple(dict.fromkeys(f"{kind}/{leaf}" for leaf in leaves)),
                {"kind": kind, "level": level},
            )
        )
    return found


def _at_level(level: str) -> Figure:
    return _figure(
        f"used.{level}",
        f"{level}采用信息数",
        _USED_AT,
        (f"信息采用/{level}", f"采用/{level}"),
        {"level": level},
    )


FIGURES: tuple[Figure, ...] = (
    _figure(
        "sent",
        "上报信息数",
        "",
        ("信息上报数", "报送信息数", "信息数", "信息/上报数", "信息报送数", "上报信息"),
    ),
    _figure("used", "采用信息数", _USED, ("信息采用数", "采用数", "信息/采用数", "被采用信息数")),
    _figure("pictured", "带图片信息数", PICTURED, ("信息/带图片数", "有图片信息数")),
    _figure(
        "points",
        News.field("points").label,
        "",
        ("信息报送得分", "信息积分"),
        measure=f"coalesce({POINTS}, 0)",
    ),
    _figure(
        "other",
        "其它信息篇数",
        "kind NOT IN ({})".format(", ".join(f":own{place}" for place in range(len(OWN_COLUMNS)))),
        ("信息/其它", "信息/其他"),
        {f"own{place}": kind for place, kind in enumerate(OWN_COLUMNS)},
    ),
    *(_at_level(level) for level in LEVELS),
    *(figure for kind in KINDS for figure in _of_kind(kind)),
)
