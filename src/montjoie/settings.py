"""Everything a run can be told, read once and passed on by value."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """What `montjoie run` was asked to do. Unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    record: Path
    paths: tuple[Path, ...] = ()
    readings: tuple[Path, ...] = ()
    model: bool = True  # read with the model what has no given reading
    gazetteer: Path | None = None
    actors: Path | None = None
    published: str | None = None
    zone: str = "UTC"
    outlet: str | None = None
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    columns: dict[str, str] = {}
