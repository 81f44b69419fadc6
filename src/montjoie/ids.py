"""Content → id: the same id for the same content, on every machine and in every run."""

import hashlib
import json


def content_id(kind: str, **parts: str | int | None) -> str:
    """Return `<kind>-<24 hex digits>` of the parts; parts are never joined as strings, so they cannot run together."""
    body = json.dumps([kind, parts], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"{kind}-{hashlib.sha256(body.encode()).hexdigest()[:24]}"


def digest(content: bytes) -> str:
    """Return the sha256 of bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def text_digest(text: str) -> str:
    """Return the sha256 of a text's UTF-8 bytes, in hex."""
    return digest(text.encode("utf-8", "surrogatepass"))
