"""What a poll came to on paper: the summary of all organisations (format 10c, A3), and a notice to each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exports.form_ballot import in_words, last_poll, targets_within
from exports.paper import Document
from models import settings
from models.errors import AppError
from models.files import FileStore
from models.poll import Poll, PollTarget, classes_of, items_of
from models.poll_result import ClassResult, ItemResult, TargetResult, percent
from models.rule import rule

SUMMARY_TITLE = "群众评议结果汇总表"
NOTICE_TITLE = "群众评议测评结果通知单"


def summary_documents(
    year: int, organisation_id: int | None, _full: bool, _files: FileStore | None
) -> list[Document]:
    """The summary of the year's latest poll."""
    poll = last_poll(year)
    return summary_of(poll, targets_within(poll, organisation_id))


def notice_documents(
    year: int, organisation_id: int | None, _full: bool, _files: FileStore | None
) -> list[Document]:
    """The notices of the year's latest poll."""
    poll = last_poll(year)
    return notices_of(poll, targets_within(poll, organisation_id))


def summary_of(poll: Poll, targets: Sequence[PollTarget]) -> list[Document]:
    """One document with a row for each organisation; every cell as it is printed."""
    names = [str(each.name) for each in classes_of(poll.id)]
    items = [str(item.content) for item in items_of(poll.id)]
    good = "、".join(poll.words[: poll.satisfied])
    rows = []
    for target in targets:
        found = target.result
        if found is not None:
            rows.append(_summary_row(target, found))
    return [
        _frame(poll)
        | {
            "bookmark": SUMMARY_TITLE,
            "caption": f"{poll.name}　{SUMMARY_TITLE}",
            "title": f"{poll.name}结果汇总表",
            "organisation": settings.office("office_full_name") or settings.office("office_name"),
            "classes": names,
            "items": items,
            "words": list(poll.words),
            "limit": _limit(poll),
            "rows": rows,
            "note": f"百分比以有效票为基数，弃权单列；满意率是“{good}”所占的比例"
            + ("，综合满意率按类别权重计算" if any(each.weight for each in classes_of(poll.id)) else "")
            + "。",
        }
    ]


def _summary_row(target: PollTarget, found: TargetResult) -> Document:
    whole = found.whole
    return {
        "organisation": target.shown("organisation"),
        "held": target.shown("held"),
        "papers": [_number(whole.issued), str(whole.returned), str(whole.valid)],
        "classes": [str(each.returned) for each in found.classes],
        "items": [_votes(item) for item in whole.items],
        "rates": [percent(item.satisfaction) for item in whole.items],
        "satisfaction": percent(found.satisfaction),
        "opinions": target.opinions or "",
        "make_up": target.shown("make_up"),
        "remark": target.remark or "",
    }


def notices_of(poll: Poll, targets: Iterable[PollTarget]) -> list[Document]:
    """A notice to each organisation that has valid ballots; AppError when none has.

    A class with too few valid ballots (rule poll.fewest_shown) is not shown by itself: its votes would be told. Nor is
    the smallest of the others where all but those few could be subtracted from the whole.
    """
    fewest = rule("poll.fewest_shown", int(poll.year))
    found = []
    for target in targets:
        result = target.result
        if result is not None and result.whole.valid:
            found.append(_notice(poll, target, result, fewest))
    if not found:
        raise AppError(f"“{poll.name}”还没有有效票，没有可以打印的通知单。", "请先录入测评票或汇总票数。")
    return found


def _notice(poll: Poll, target: PollTarget, found: TargetResult, fewest: float) -> Document:
    organisation = target.shown("organisation")
    whole = found.whole
    rate = percent(whole.returned / whole.issued) if whole.issued else ""
    shown = told_apart(found.classes, fewest)
    few = [each for each in found.classes if each.valid < fewest]
    return _frame(poll) | {
        "bookmark": organisation,
        "caption": f"{organisation}　{NOTICE_TITLE}",
        "title": NOTICE_TITLE,
        "organisation": organisation,
        "words": list(found.words),
        "papers": [_number(whole.issued), str(whole.returned), rate, str(whole.valid)],
        "items": [
            {"content": item.content, "votes": _votes(item), "satisfaction": percent(item.satisfaction)}
            for item in whole.items
        ],
        "classes": [
            {"name": each.name, "valid": str(each.valid), "satisfaction": percent(each.satisfaction)}
            for each in shown
        ],
        "hidden": _hidden(len(found.classes) - len(shown), len(few), fewest),
        "satisfaction": percent(found.satisfaction),
        "opinions": target.opinions or "",
        "verdict": _verdict(found),
    }


def told_apart(classes: Sequence[ClassResult], fewest: float) -> list[ClassResult]:
    """The classes that can be told without telling how a few people voted."""
    shown = [each for each in classes if each.valid >= fewest]
    rest = sum(each.valid for each in classes if each.valid < fewest)
    if shown and 0 < rest < fewest:
        shown.remove(min(shown, key=lambda each: each.valid))
    return shown


def _hidden(left_out: int, few: int, fewest: float) -> str:
    if not left_out:
        return ""
    more = "，由合计能推算出它们的也不单列" if left_out > few else ""
    return f"有效票不足{fewest:g}张的类别不单列{more}。"


def _verdict(found: TargetResult) -> str:
    """What follows from the result, in a sentence."""
    if found.quorum_met is False:
        return f"收回率没有达到{found.quorum:g}%，结果仅供参考。"
    if found.needs_make_up:
        return (
            f"综合满意率低于{found.make_up_below:g}%，需要补课：请针对满意率偏低的项目和上述意见建议制定整改措施，"
            "写明责任人和完成时限，报局团委，整改结果向团员青年公布。"
        )
    if found.needs_make_up is None:
        return ""
    return f"综合满意率达到{found.make_up_below:g}%，不需要补课。请把测评结果向团员青年公布，对上述意见建议认真研究改进。"


def _frame(poll: Poll) -> dict[str, object]:
    return {
        "committee": settings.signature(),
        "poll": str(poll.name),
        "date": in_words(str(poll.held or "")),
    }


def _votes(item: ItemResult) -> list[list[str]]:
    """For each word and for abstention: the votes, and their part of the valid ballots; blank without any."""
    if not item.valid:
        return [["", ""]] * (len(item.counts) + 1)
    parts = [*zip(item.counts, map(item.share, range(len(item.counts))), strict=True)]
    parts.append((item.abstained, item.abstained_share))
    return [[str(count), percent(share)] for count, share in parts]


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _limit(poll: Poll) -> str:
    return "" if poll.make_up_below is None else f"{poll.make_up_below:g}%"
