"""URL → the one form in which the same page is always written, so that it can name a source."""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

# Parameters that say how a reader came to a page and never which page it is.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|ocid|cmpid|cmp|_ga|__twitter_impression|at_medium"
    r"|at_campaign|at_custom\d|smid|ito|xtor",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}
_LONGEST = 2_000


def canonical_url(url: str) -> str | None:
    """Return the canonical form, `None` for what is no address of a page: not http, several in one, or a site's front page.

    Front pages name no source because many sites give theirs as the canonical address of every article.
    """
    url = url.strip()
    if not url or len(url) > _LONGEST or re.search(r"[\s<>\x00-\x1f]", url):
        return None
    try:
        parts = urlsplit(url)
        host = _host_of(parts)
    except ValueError:
        return None
    if parts.scheme.lower() not in _PORTS or not host:
        return None
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair.split("=", 1)[0]))
    path = parts.path.rstrip("/")
    if not path and not query:
        return None
    return urlunsplit((parts.scheme.lower(), host, path, query, ""))


def _host_of(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    if parts.port is None or parts.port == _PORTS.get(parts.scheme.lower()):
        return host
    return f"{host}:{parts.port}"
