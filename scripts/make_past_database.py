"""Keeps a small database of the present version in tests/data/databases, before the next migration is written."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from models import migrations  # noqa: E402
from models.activity import Activity  # noqa: E402
from models.changes import change  # noqa: E402
from models.member import Member  # noqa: E402
from models.organisation import Organisation  # noqa: E402
from models.store import DATABASE_NAME, open_store  # noqa: E402


def main() -> None:
    """Write tests/data/databases/vN.db with a few invented records of the kinds that version 1 had."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder), who="样例")
        with change("样例"):
            committee = Organisation(name="样例局团委", kind="团委", last_election="2008-06-18")
            committee.save()
            branch = Organisation(
                name="样例机关团支部", kind="团支部", parent=committee.id, founded="2000-08"
            )
            branch.save()
            Member(
                name="样例甲", branch=branch.id, sex="男", born="1990-05", joined="2005-05", post="书记"
            ).save()
            Activity(
                branch=branch.id, kind="水上保洁", title="样例活动", start="2010-05-01", present=10
            ).save()
        store.close()
        target = ROOT / "tests" / "data" / "databases" / f"v{migrations.latest()}.db"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path(folder) / DATABASE_NAME, target)


if __name__ == "__main__":
    main()
