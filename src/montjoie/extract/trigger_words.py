"""What the words before a trigger settle by themselves: that it is said not to have happened, or that it is one more of its kind."""

import re

from montjoie.extract.decode import Found, Scored

BEFORE = 48  # characters
NEGATED = re.compile(
    r"\b(?:did|had|has|have|was|were)(?:n['’]t| not| never) (?:(?:been|carried out|carry out|launch(?:ed)?|execute[d]?|conduct(?:ed)?|attempt(?:ed to)?|"
    r"involved in|behind)(?: an?| the| any| this)? )?$"
    r"|\b(?:not (?:an?|one|a single)|no) (?:[\w-]+ ){1,3}(?:has|have|had|was|were|is|are)(?: been)? $",
    re.IGNORECASE,
)
ANEW = re.compile(r"(?:\ba (?:second|third|fourth|fifth|separate|further|new|fresh)|\banother|\bseparate)(?: [\w-]+)? $", re.IGNORECASE)


def negated(scored: Scored, trigger: Found) -> bool:
    """Say whether an act is said not to have been done ("had not fired on", "did not carry out the strike")."""
    return bool(NEGATED.search(_before(scored, trigger)))


def one_more(scored: Scored, trigger: Found) -> bool:
    """Say whether a trigger is told as one more of its kind ("a second strike", "another shelling"): not "the second strike", which was told of."""
    return bool(ANEW.search(_before(scored, trigger)))


def _before(scored: Scored, trigger: Found) -> str:
    at = int(scored.words.starts[trigger.words[0]])
    return scored.words.text[max(0, at - BEFORE) : at]
