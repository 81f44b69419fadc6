"""A role without a name reaches the export with the body it is of."""

import pytest

from montjoie.reconcile.settle_who import actor_at
from montjoie.schema import Span, Who
from montjoie.settled import At


@pytest.mark.parametrize(
    ("parent", "kept"),
    [(None, None), ("forces:IL", "forces:IL"), (Span(start=16, end=43), At(document="d", start=16, end=43))],
)
def test_the_body_goes_where_the_role_goes(parent: Span | str | None, kept: At | str | None) -> None:
    who = Who(span=Span(start=0, end=43), kind="office", basis="described:office", parent=parent)
    assert actor_at(who, "d").parent == kept
