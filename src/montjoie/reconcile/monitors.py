"""Who watches over a commitment and is on nobody's side: a listed organisation, or observers, monitors, inspectors of one."""

import re
from collections.abc import Mapping

from montjoie.settled import At, ClaimAt

_WATCHING = re.compile(
    r"\b(?:observers?|monitors?|monitoring|inspectors?|peace-?keepers?|verifiers?|verification|mission)\b",
    re.IGNORECASE,
)
_OF_A_SIDE = re.compile(r"\b(?:diplomatic|trade|military|combat|permanent) mission|\bmission (?:commander|accomplished)", re.IGNORECASE)


def is_monitor(claim: ClaimAt, texts: Mapping[str, str]) -> bool:
    """Tell whether a claim is a monitor's: of an organisation that is on nobody's side, or of somebody whose words say that he watches."""
    who = claim.who
    if who.side is not None or not who.public:
        return False
    of_body = isinstance(who.parent, str) and who.parent.startswith("org:")
    if who.kind == "organisation" or of_body:
        return True
    words = " ".join(_cut(at, texts) for at in (who.at, claim.source))
    return who.id is None and bool(_WATCHING.search(words)) and not _OF_A_SIDE.search(words)


def _cut(at: At, texts: Mapping[str, str]) -> str:
    return texts.get(at.document, "")[at.start : at.end]
