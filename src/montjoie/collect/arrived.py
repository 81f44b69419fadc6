"""What the readers of files hand over: the options of a run, one text as it arrived, and the refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from montjoie.collect.published import DATE_ORDERS, DateOrder, is_zone, read_published
from montjoie.errors import InputError
from montjoie.schema import Refusal

Field = Literal["id", "text", "title", "published", "outlet", "url"]
FIELDS: tuple[Field, ...] = ("id", "text", "title", "published", "outlet", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectOptions:
    """What the user says of all inputs at once. Raises `InputError` for a value that cannot be used.

    `published` and `outlet` hold for inputs that carry none of their own; `zone` (IANA) for times written without one and
    for days; `date_order` for dates in numbers such as 03/04/2022. A JSON file may have `max_bytes`, and each text,
    page, line, row or object `max_record_bytes`; files of lines and rows may be of any size.
    """

    published: str | None = None
    zone: str = "UTC"
    columns: Mapping[str, str] = field(default_factory=dict)
    outlet: str | None = None
    date_order: DateOrder | None = None
    max_bytes: int = 50_000_000
    max_record_bytes: int = 5_000_000

    def __post_init__(self) -> None:
        if not is_zone(self.zone):
            raise InputError(f"there is no zone {self.zone!r}; name one of the IANA list, such as Europe/Kyiv")
        unknown = sorted(set(self.columns) - set(FIELDS))
        if unknown:
            raise InputError(f"no field is called {unknown[0]!r}; a column can be named for {', '.join(FIELDS)}")
        if self.date_order is not None and self.date_order not in DATE_ORDERS:
            raise InputError(f"{self.date_order!r} is no order of a date; give one of {', '.join(DATE_ORDERS)}")
        if self.published is not None and read_published(self.published, self.zone, self.date_order) is None:
            raise InputError(f"{self.published!r} is no time of publication; write it as YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A text with what came with it. `published` has every time given for it, the most trustworthy first."""

    origin: str
    raw: bytes
    text: str
    given_id: str | None = None
    title: str = ""
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    outlet: str | None = None
    outlet_country: str | None = None
    url: str | None = None


def refusal(subject: str, code: str, detail: str) -> Refusal:
    """Return a refusal of this stage; the sentence starts with what it is about, so that it can be read alone."""
    return Refusal(subject=subject, stage="collect", code=code, detail=f"{subject}: {detail}")  # type: ignore[arg-type]


def shown(path: Path) -> str:
    """Return a path as words; bytes of a name that are not UTF-8 cannot be kept."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
