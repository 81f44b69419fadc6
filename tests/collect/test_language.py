"""The language of a text, or "und"."""

import pytest

from montjoie.collect.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said that two people had been killed when shells fell on the mill.", "en"),
        ("SHELLS FELL ON THE GRAIN MILL OF ORLIVKA, THE MAYOR SAID ON TUESDAY", "en"),
        ("Shells Fall On Grain Mill As Talks Go On", "en"),
        ("Мер сказала, що двоє людей загинули, коли снаряди впали на млин.", "uk"),
        ("Мэр сказала, что двое рабочих погибли, когда снаряды упали на мельницу.", "ru"),
        ("El alcalde dijo que dos personas murieron cuando los proyectiles cayeron sobre el molino.", "es"),
        ("قال رئيس البلدية إن شخصين قتلا عندما سقطت القذائف على المطحنة", "ar"),
        ("Short words.", "und"),
        ("12345 67890 -- 1234 5678 9012 3456", "und"),
        ("see: https://www.ridgepost.example/the-mayor-said-that-two-people-were-killed", "und"),
        ("«Готово», he said. The ministry said that the shelling went on through the night and that four people had died.", "en"),
    ],
)
def test_the_language_of_most_of_a_text(text: str, language: str) -> None:
    assert language_of(text) == language
