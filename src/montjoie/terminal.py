"""The terminal: a bar with rate and time left on long work, and what to type to run the program again."""

import contextlib
import getpass
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from montjoie import interrupts
from montjoie.errors import InputError


class Rate(TextColumn):
    """Steps a second."""

    def render(self, task: Any) -> Text:
        """Return the rate, or nothing before there is one."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


@contextlib.contextmanager
def progress_bar(silent: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar with rate and time left on long work, where there is a terminal to show it on."""
    console = Console(stderr=True)
    if silent or not console.is_terminal:
        yield lambda *_: interrupts.stop_if_asked()
        return

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(""), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def told(what: str, done: int, of: int) -> None:
            interrupts.stop_if_asked()
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=of or None)
            if done < 0:
                bars.advance(tasks[what])
            else:
                bars.update(tasks[what], completed=done, total=of)

        yield told


def columns_of(pairs: list[str]) -> dict[str, str]:
    """Return which column is which, as `--column FIELD=COLUMN` says. Raises InputError."""
    columns = {}
    for pair in pairs:
        field, sign, name = pair.partition("=")
        if not sign or not name:
            raise InputError(f"--column {pair} is not understood; write FIELD=COLUMN, such as text=body")
        columns[field.strip()] = name
    return columns


def program_name() -> str:
    """Return what to type to run this program from here."""
    own = Path(sys.argv[0])
    found = shutil.which("montjoie")
    if found and own.exists() and Path(found).resolve() == own.resolve():
        return "montjoie"
    return os.path.relpath(own) if own.name == "montjoie" else "python -m montjoie"


def user_name() -> str:
    """Return who is at the terminal."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
