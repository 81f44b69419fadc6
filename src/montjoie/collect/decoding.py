"""Bytes → words, or the reason why not: binary files and other encodings are refused and never guessed at."""

import codecs
import re

from montjoie.collect.arrived import refusal
from montjoie.schema import Refusal

# Where a page may declare its encoding (the HTML standard looks at the first 1,024 bytes; pages are laxer).
_DECLARED_WITHIN = 4096
_DECLARED = re.compile(rb"""<(?:meta[^>]{0,300}?charset\s*=|\?xml[^>]{0,100}?encoding\s*=)\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
# Pages that declare these are in Windows-1252, as every browser reads them (WHATWG Encoding Standard).
_MEANS_1252 = frozenset({"ascii", "iso8859-1", "cp1252"})
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))


def decoded(content: bytes, subject: str, start: int = 0) -> str | Refusal:
    """Return UTF-8 as words without its mark; nothing else of it is changed. `start` is where the bytes stand in their file."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return refusal(subject, "not_utf8", f"it is {encoding}; save it as UTF-8 (`iconv -f {encoding} -t UTF-8`)")
    nul = content.find(b"\0")
    if nul >= 0:
        return refusal(subject, "binary", f"byte {start + nul} is zero, so it is no text; hand over the text, HTML, JSON or CSV of it")
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        mark_length = len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0
        at = start + error.start + mark_length
        return refusal(
            subject,
            "not_utf8",
            f"byte {at} (0x{error.object[error.start]:02X}) is not UTF-8; save it as UTF-8 (`iconv -f ENCODING -t UTF-8`)",
        )


def decoded_page(content: bytes, subject: str) -> str | Refusal:
    """Return a page as words: UTF-8, else the encoding that it declares."""
    words = decoded(content, subject)
    if isinstance(words, str) or words.code == "binary":
        return words
    declared = _DECLARED.search(content[:_DECLARED_WITHIN])
    if declared is None:
        return words
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
        return content.decode("cp1252" if name in _MEANS_1252 else name)
    except (LookupError, UnicodeError, ValueError):
        return words


def unkeepable(words: str) -> str | None:
    """Return why words that came through JSON cannot be kept, `None` where they can."""
    try:
        words.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"character {error.start} is half of a surrogate pair (\\u{ord(words[error.start]):04x}), which no text has"
    nul = words.find("\0")
    return None if nul < 0 else f"character {nul} is a zero character, which no text has"
