"""The orders that reconciling uses, so that no result depends on the order in which anything arrived."""

from collections.abc import Mapping
from datetime import UTC, datetime

from montjoie.settled import FigureAt

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def earliest_first(id_: str, known: Mapping[str, datetime | None]) -> tuple[bool, datetime, str]:
    """Order mentions, acts and claims by known time, the undated last, then by id."""
    instant = known.get(id_)
    return (instant is None, instant or _LONG_AGO, id_)


def known_first(figure: FigureAt) -> tuple[datetime, str, int, str]:
    """Order figures as they replace each other: the undated first (any dated one is taken for newer), then by place in the text."""
    return (figure.published or _LONG_AGO, figure.at.document, figure.at.start, figure.id)
