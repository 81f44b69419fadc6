"""Text → the language that it is in (ISO 639-1), "und" where that cannot be told."""

import re
from functools import lru_cache
from typing import Any

UNDETERMINED = "und"
# Under this many letters one word decides.
FEWEST_LETTERS = 20
# Of 1,800 English sentences of 20 to 120 letters and 380 in Russian, Ukrainian, Arabic and Spanish none is given another
# language at this probability, save a Ukrainian one taken for Russian; at 0.8 a third of the shortest would be lost.
LEAST_PROBABILITY = 0.5

# Pidgin stays among the candidates though it has no code of two letters: without it, it would be taken for English.
_ALSO_TOLD = "pcm"
_ENOUGH = 5_000
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language that most of a text is in; addresses of pages do not count."""
    sample = _ADDRESS.sub(" ", text[:_ENOUGH]).lower()  # in capitals, headlines too, words look foreign to the classifier
    if sum(character.isalpha() for character in sample) < FEWEST_LETTERS:
        return UNDETERMINED
    code, probability = _classifier().classify(sample)
    return str(code) if probability >= LEAST_PROBABILITY and code != _ALSO_TOLD else UNDETERMINED


@lru_cache(maxsize=1)
def _classifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # a model is loaded, and only documents need it

    classifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    classifier.set_languages(sorted({label for label in classifier.labels if len(label) == 2 or label == _ALSO_TOLD}))
    return classifier
