"""What the commands share: their options, exit codes, and the ways in which they speak."""

import contextlib
import json as json_lines
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

DONE, SOMETHING_WRONG, CANNOT, NO_RECORD, INTERRUPTED = 0, 1, 2, 3, 130
RECORD = Path("conflict.record")  # where the record is, unless --record or MONTJOIE_RECORD says otherwise

Record = Annotated[Path, typer.Option("--record", envvar="MONTJOIE_RECORD", help="the record's file")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="print only what was asked for")]
Json = Annotated[bool, typer.Option("--json", help="print JSON for programs")]
KnownAt = Annotated[str | None, typer.Option("--as-known-at", help="as reported by this time (publication times)")]
RecordedAt = Annotated[str | None, typer.Option("--as-recorded-at", help="as this record held it then (a time, an entry's number or hash)")]
Why = Annotated[str, typer.Option("--why", help="the reason, kept with the decision")]
By = Annotated[str, typer.Option("--by", envvar="MONTJOIE_USER", help="who decides")]


def console() -> "Console":
    from rich.console import Console

    return Console(highlight=False)


@contextlib.contextmanager
def opened(record: Path) -> Iterator[Any]:
    """Open a record to ask or change it, brought up to its chain."""
    from montjoie.pipeline import open_to_read

    store = open_to_read(record)
    try:
        yield store
    finally:
        store.close()


def bar(silent: bool) -> contextlib.AbstractContextManager[Callable[[str, int, int], None]]:
    from montjoie.terminal import progress_bar

    return progress_bar(silent)


def line(value: Any, indent: int | None = None) -> None:
    sys.stdout.write(json_lines.dumps(value, ensure_ascii=False, indent=indent) + "\n")
    sys.stdout.flush()


def note(words: str) -> None:
    typer.echo(words, err=True)
