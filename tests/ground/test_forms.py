"""The words of an incident give its form and how a territory changed; the words before it, whether it is another one."""

import pytest

from montjoie.ground.forms import change_of, form_of, names_another
from montjoie.schema import Span

FORMS = [
    ("abuse", ["raped"], ["two women"], "sexual_violence"),
    ("abuse", ["gang-rape"], [], "sexual_violence"),
    ("abuse", ["sexual assault", "torture"], [], "sexual_violence"),
    ("abuse", ["tortured"], ["detainees"], "torture"),
    ("abuse", ["ill-treatment"], ["prisoners"], "torture"),
    ("detention", ["detained", "tortured"], [], "torture"),
    ("abuse", ["looting"], ["shops"], "looting"),
    ("attack", ["ransacked"], ["a warehouse"], "looting"),
    ("sabotage", ["torched"], ["homes"], "property_destruction"),
    ("sabotage", ["set fire to"], ["a mill"], "property_destruction"),
    ("sabotage", ["arson"], ["lorries"], "property_destruction"),
    ("sabotage", ["demolished"], ["houses"], "property_destruction"),
    ("sabotage", ["cyberattack"], ["the ministry"], None),
    ("abuse", ["forcibly conscripted"], ["young men"], "forced_recruitment"),
    ("abuse", ["forced recruitment"], [], "forced_recruitment"),
    ("aid", ["blocked"], ["an aid convoy"], "access_denial"),
    ("attack", ["denied access"], ["monitors"], "access_denial"),
    ("deployment", ["flew over"], ["the border"], "overflight"),
    ("deployment", ["violated the airspace"], [], "overflight"),
    ("deployment", ["moved"], ["heavy weapons into the security zone"], "heavy_weapons_in_zone"),
    ("territory", ["siege"], ["the town"], "siege"),
    ("territory", ["blockade"], ["the port"], "siege"),
    ("territory", ["captured"], ["the town"], None),
    ("abuse", ["war crimes"], [], None),
    ("shelling", ["destroyed"], ["a house"], None),
    ("talks", ["torture"], [], None),
    ("abuse", [], [], None),
]


@pytest.mark.parametrize(("type", "triggers", "targets", "wanted"), FORMS)
def test_the_form_follows_from_triggers_and_targets(type: str, triggers: list[str], targets: list[str], wanted: str | None) -> None:
    assert form_of(type, triggers, targets) == wanted


CHANGES = [
    (["captured"], "taken"), (["recaptured"], "taken"), (["seizing"], "taken"), (["took control"], "taken"), (["liberation"], "taken"),
    (["retook"], "taken"), (["won back"], "taken"), (["entered", "seized"], "taken"), (["besieged", "captured"], "taken"),
    (["siege"], "besieged"), (["encircled"], "besieged"), (["cut off"], "besieged"), (["fell"], "lost"), (["lost"], "lost"),
    (["overrun"], "lost"), (["withdrew"], "left"), (["pulled out"], "left"), (["retreat"], "left"), (["entered"], "entered"),
    (["incursion"], "entered"), (["advanced into"], "entered"), (["annexed"], "annexed"), (["annexation", "occupied"], "annexed"),
    (["proclaimed"], "claimed"), (["held"], "held"), (["occupied"], "held"), (["controlled"], "held"), (["under control"], "held"),
    (["advancing"], None), (["took place"], None), (["captured", "lost"], None),
    (["captured", "withdrew"], None), (["coup"], None), ([], None),
]  # fmt: skip


@pytest.mark.parametrize(("triggers", "wanted"), CHANGES)
def test_how_a_territory_changed_follows_from_its_triggers(triggers: list[str], wanted: str | None) -> None:
    assert change_of(triggers) == wanted


ANOTHER = [
    ("A strike hit the port. Another ", "strike", True),
    ("It was followed by a second ", "explosion", True),
    ("In a separate ", "attack", True),
    ("Police reported a further deadly ", "shooting", True),
    ("A similar roadside ", "bombing", True),
    ("Yet another bloody ", "fight", True),
    ("Later the same day rockets ", "struck", True),
    ("Separately, gunmen ", "killed", True),
    ("The ", "strike", False),
    ("Another minister spoke. The ", "strike", False),
    ("Another two people died in the ", "strike", False),
    ("One child and another were hurt in the ", "attack", False),
    ("The second person to die in the ", "shelling", False),
    ("Rape and other ", "violence", False),
]


@pytest.mark.parametrize(("before", "trigger", "wanted"), ANOTHER)
def test_the_words_before_a_trigger_say_whether_it_is_another_one(before: str, trigger: str, wanted: bool) -> None:
    span = Span(start=len(before), end=len(before) + len(trigger))
    assert names_another(f"{before}{trigger} in the north.", span) is wanted


RENEWED = [
    ("About two hours later, a new ", "strike", " hit it.", True),
    ("In the evening the quarter was ", "shelled", " again.", True),
    ("The army began a new ", "offensive", " in the north.", True),
    ("The governor made a new promise. The ", "strike", " killed two.", False),
    ("Residents hid, and the ", "shelling", " stopped. They came out again.", False),
]


@pytest.mark.parametrize(("before", "trigger", "behind", "wanted"), RENEWED)
def test_a_new_one_and_again_count_beside_the_first_alone(before: str, trigger: str, behind: str, wanted: bool) -> None:
    first = "A strike hit a bakery. "
    text, begun = f"{first}{before}{trigger}{behind}", len(first) + len(before)
    span, beside = Span(start=begun, end=begun + len(trigger)), Span(start=2, end=8)
    assert names_another(text, span, beside) is wanted
    assert not names_another(text, span)
    assert not names_another("x" * 400 + text, Span(start=span.start + 400, end=span.end + 400), beside)
