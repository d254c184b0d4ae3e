"""Polls on paper and in workbooks: ballots numbered in no order, the summary, notices that tell nobody's vote, figures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from exports import formats, forms, paper
from exports.form_ballot import ballot_documents
from exports.form_poll import notices_of, summary_of, told_apart
from models.ballot import Ballot, Entry, enter, set_counts, set_totals
from models.changes import change
from models.errors import AppError
from models.figure import Period
from models.figures import figure
from models.poll import Poll, PollTarget, classes_of, targets_of
from models.poll_result import INVALID, ClassResult, results
from models.poll_setup import Class, Plan, set_up
from models.store import Store
from tests.exports.test_paper import texts
from tests.exports.workbooks import opened
from tests.models.people import branch

YEAR = 2010
WORDS = ("满意", "比较满意", "基本满意", "不满意")
PAPERS = {"党员": ("11110", "11122"), "团员青年": ("12340", "33310", "33310", INVALID, "44440")}


@pytest.fixture
def poll(store: Store) -> Poll:
    """Two branches judged: papers typed on the first, totals on the second; both classes weigh the same."""
    homes = [branch("一所团支部").id, branch("二所团支部").id]
    classes = [Class("党员", 50, 4), Class("团员青年", 50, 25)]
    items = [f"第{number}项工作情况" for number in range(1, 6)]
    made = set_up(Plan("年终群众评议", YEAR, "2010-12-08", WORDS, 2, 10, 60, items, classes, homes))
    first, second = targets_of(made.id)
    number = 0
    for each in classes_of(made.id):
        for answers in PAPERS[str(each.name)]:
            number += 1
            enter(first, Entry(number, each.id, answers))
    with change("意见"):
        first.opinions = "多办实事"
        first.save()
    set_counts(second, {classes_of(made.id)[1].id: (25, 9, None)})
    set_totals(second, classes_of(made.id)[1].id, [([5, 1, 1, 1], 0)] + [([8, 0, 0, 0], 0)] * 4)
    return made


def test_every_paper_is_printed_once_two_to_a_sheet_and_in_no_order(poll: Poll) -> None:
    first, second = ballot_documents(poll, targets_of(poll.id))
    for document in (first, second):
        assert Counter(int(each["number"]) for each in document["papers"]) == Counter(range(1, 30))
        of_class = [int(each["number"]) for each in document["papers"] if each["class"] == "团员青年"]
        assert sorted(of_class) == list(range(5, 30))
        assert of_class != sorted(of_class)  # by chance once in 25!
    pages = texts(paper.render("ballot", [first]))
    assert len(pages) == 15
    printed = "".join(pages)
    assert printed.count("不记名") == 29 and printed.count("第3项工作情况") == 29
    assert all(f"{number:03d}" in printed for number in range(1, 30))
    assert printed.count("一所团支部") == 29


def test_without_papers_to_issue_there_is_nothing_to_print(poll: Poll) -> None:
    second = targets_of(poll.id)[1]
    set_counts(second, {each.id: (None, None, None) for each in classes_of(poll.id)})
    assert len(ballot_documents(poll, targets_of(poll.id))) == 1
    with pytest.raises(AppError, match="还没有填写发出票数"):
        ballot_documents(poll, [second])
    with pytest.raises(AppError, match="2009年还没有群众评议"):
        forms.documents("ballot", 2009)


def test_the_summary_has_every_vote_on_one_sheet_of_a3(poll: Poll) -> None:
    (document,) = summary_of(poll, targets_of(poll.id))
    first, second = document["rows"]
    assert (first["papers"], first["classes"]) == (["29", "7", "6"], ["2", "5"])
    assert first["items"][0] == [["3", "50%"], ["0", "0%"], ["2", "33.3%"], ["1", "16.7%"], ["0", "0%"]]
    assert first["items"][4][4] == ["5", "83.3%"]
    assert (second["papers"], second["classes"]) == (["29", "9", "8"], ["0", "9"])
    pdf = PdfDocument(paper.render("poll-summary", [document]))
    assert len(pdf) == 1
    assert [round(side) for side in pdf[0].get_size()] == [1191, 842]
    (page,) = texts(paper.render("poll-summary", [document]))
    assert "16.7%" in page and "多办实事" in page and "二所团支部" in page


def test_a_notice_shows_no_class_of_which_too_few_voted(poll: Poll) -> None:
    first, second = notices_of(poll, targets_of(poll.id))
    # Only two Party members voted, and the whole less the others would be theirs.
    assert first["classes"] == []
    assert "不足3张" in first["hidden"] and "推算" in first["hidden"]
    assert first["verdict"].startswith("综合满意率低于60%") and "不需要补课" in second["verdict"]
    assert first["papers"] == ["29", "7", "24.1%", "6"]
    pages = texts(paper.render("poll-notice", [first, second]))
    assert len(pages) == 2
    assert "一所团支部" in pages[0] and "多办实事" in pages[0] and "党员" not in pages[0]


@pytest.mark.parametrize(
    ("valid", "shown"),
    [
        ([5, 4, 3], [5, 4, 3]),
        ([5, 4, 2], [5]),  # 2 could be subtracted
        ([5, 2, 1], [5]),  # of 3 together nobody's is told
        ([5, 4, 0], [5, 4]),
        ([2, 1], []),
    ],
)
def test_no_few_votes_can_be_told_from_the_others(valid: list[int], shown: list[int]) -> None:
    classes = [ClassResult(place, "类", None, None, each, each, ()) for place, each in enumerate(valid)]
    assert [each.valid for each in told_apart(classes, 3)] == shown


def test_the_format_of_the_summary_holds_the_same_votes(poll: Poll, tmp_path: Path) -> None:
    target = tmp_path / "汇总.xlsx"
    filled = formats.export("poll-summary", YEAR, target)
    assert (filled.rows, filled.unknown) == (2, [])
    sheet = opened(target, values=True).worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_row=7)]
    assert lines[0][1:9] == ["一所团支部", "2010-12-08", 29, 7, 6, 2, 5, None]  # no class 群众 in this poll
    assert lines[0][9:14] == ["3/50%", "0/0%", "2/33.3%", "1/16.7%", "0/0%"]
    assert lines[0][34:37] == ["55%", "多办实事", "是"]
    assert lines[1][9] == "5/62.5%"


def test_figures_count_as_the_results_do(poll: Poll) -> None:
    period = Period.year(YEAR)
    homes = {target.organisation_id for target in targets_of(poll.id)}
    assert figure("polls.total").by_organisation(period) == dict.fromkeys(homes, 1)
    assert figure("polls.issued").value(period) == 58
    found = {each.organisation_id: each.whole.valid for each in results(poll.id)}
    assert (
        figure("polls.valid").by_organisation(period)
        == found
        == dict(zip(sorted(homes), (6, 8), strict=True))
    )
    assert figure("polls.total").value(Period.year(2009)) == 0
    assert sorted(figure("polls.total").ids(period)) == [target.id for target in PollTarget.select()]
    assert figure("polls.total").value(Period.months(YEAR, 12, 12)) == 2
    assert figure("polls.total").value(Period.months(YEAR, 1, 11)) == 0
    assert Ballot.select().count() == 7
