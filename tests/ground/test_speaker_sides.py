"""On whose side speakers stand who are only described."""

import pytest

from montjoie.ground import ActorList
from montjoie.ground.sentences import sentences
from montjoie.ground.speaker_sides import named_in, named_sides, with_side
from montjoie.schema import Span, Who

ACTORS = ActorList.open()
SPEAKERS = {
    ("Eritrea will pull out, its information minister said.", "its information minister"): "state:ER",
    ("Nothing was agreed. The information minister in Asmara denied it.", "The information minister in Asmara"): "state:ER",
    ("Russia declared a pause. Its troops stop at six, the defence ministry said.", "the defence ministry"): "state:RU",
    ("Thai troops will wait until midnight, the army's deputy spokesman said.", "the army's deputy spokesman"): "state:TH",
    ("Ukraine was hit, residents said.", "residents"): None,
    ("It was a shell, a doctor said.", "a doctor"): None,
}


@pytest.mark.parametrize(("text", "words"), SPEAKERS)
def test_who_he_speaks_for(text: str, words: str) -> None:
    start = text.index(words)
    who = Who(span=Span(start=start, end=start + len(words)), kind="office", basis="described")
    found = with_side(text, who, named_sides(text, (), ACTORS, None), sentences(text), ACTORS, None)
    assert found.side == SPEAKERS[text, words]


def test_several_who_speak_together_have_no_one_side() -> None:
    text = "The Saudi foreign ministry and the United States said so."
    who = Who(span=Span(start=0, end=50), basis="several")
    assert with_side(text, who, named_sides(text, (), ACTORS, None), sentences(text), ACTORS, None).side is None


def test_whom_an_exception_names() -> None:
    text = "Operations against Islamic State are left out."
    assert named_in(text, [Span(start=0, end=len(text))], ACTORS, None)
