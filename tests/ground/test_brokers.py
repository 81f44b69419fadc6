"""Who brings a commitment about is no party to it."""

import pytest

from montjoie.ground.act_terms import is_broker
from montjoie.schema import Span


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("a truce brokered by the United Nations and Oman", "Oman", True),
        ("Through the Red Cross's mediation we agreed upon the routes", "the Red Cross", True),
        ("through the Committee's (RCC) good offices the two agreed", "the Committee", True),
        ("Oman is acting as a guarantor of the pause", "Oman", True),
        ("The mission (UNMX) serves as mediator", "The mission", True),
        ("Oman is acting on its promise", "Oman", False),
        ("The army agreed to the mediation of Oman", "The army", False),
    ],
)
def test_brokers(text: str, name: str, expected: bool) -> None:
    start = text.index(name)
    assert is_broker(text, Span(start=start, end=start + len(name))) is expected
