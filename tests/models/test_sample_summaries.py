"""The sample office's demands, pictures and summaries: every state is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.activity import Activity
from models.attachment import Attachment
from models.demand import Demand, workbooks_of
from models.sample import fill_sample
from models.store import Store, open_store
from models.summary import DRAFT, FINAL, MONTHLY, YEARLY, Summary, SummaryPicture


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample office of a whole past year."""
    store = open_store(tmp_path_factory.mktemp("sample"))
    fill_sample(store, 2010)
    yield store
    store.close()


def test_demands_are_done_overdue_and_still_to_do(sample: Store) -> None:
    waiting = {str(each.due): each for each in Demand.select().where(Demand.done.is_null())}
    assert Demand.select().where(Demand.done.is_null(False)).count() > 5
    assert min(waiting) < "2010-12-31" < max(waiting)
    assert any(workbooks_of(each) for each in waiting.values())


def test_most_activities_have_a_picture_that_can_be_read(sample: Store) -> None:
    pictures = list(Attachment.select().where(Attachment.kind == Activity.kind_name()))
    assert len(pictures) > 0.4 * Activity.select().count()
    assert all(sample.attachments.read(each.digest)[:4] == b"\x89PNG" for each in pictures)


def test_summaries_are_drafts_and_final_of_branches_and_of_the_office(sample: Store) -> None:
    kinds = {(each.kind, each.state) for each in Summary.select()}
    assert kinds >= {(YEARLY, DRAFT), (YEARLY, FINAL), (MONTHLY, FINAL)}
    assert SummaryPicture.select().count() > Summary.select().where(Summary.kind == YEARLY).count()
