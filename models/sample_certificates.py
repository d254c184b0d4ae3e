"""The sample office's certificates: two designs, and numbers on what the office itself gave in earlier years."""

from __future__ import annotations

from models.award import Honour
from models.certificate import designs, number_honours
from models.sample_basis import SampleBasis


def fill(sample: SampleBasis) -> None:
    """Plant the designs and number the office's own honours of the years before the work year."""
    designs()
    own = Honour.select().where(Honour.level == "局级", Honour.granted < str(sample.year))
    number_honours(list(own.order_by(Honour.granted, Honour.id)))
