"""Names of people without a public role are found, and those of places, peoples and bodies are not taken for them."""

import pytest

from montjoie.ground.gazetteer import Gazetteer
from montjoie.ground.private_names import private_name
from montjoie.schema import Span


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("words", "named", "wanted"),
    [
        ("Olena Vigadana, a fish seller", False, "Olena Vigadana"),
        ("Petro Vigad and Maks Movchun", False, "Petro Vigad and Maks Movchun"),
        ("the midwife Daria Kvitna", False, "Daria Kvitna"),
        ("Syrian activist Rami Nasib", True, "Rami Nasib"),
        ("Mohammad Ali al-Nasib", True, "Mohammad Ali al-Nasib"),
        ("Daria", True, "Daria"),
        ("a teacher who left the city", False, None),
        ("residents of Deir ez-Zor", False, None),
        ("White Helmets volunteers", False, None),
        ("the Ukrainians", False, None),
        ("members of the Green Shore community", False, None),
    ],
)
def test_a_private_name_is_found_where_there_is_one(gazetteer: Gazetteer, words: str, named: bool, wanted: str | None) -> None:
    found = private_name(f"So said {words}.", Span(start=8, end=8 + len(words)), gazetteer, named=named)
    assert (None if found is None else f"So said {words}."[found.start : found.end]) == wanted
