"""Ctrl-C and termination: noticed even where a library swallows the exception they raise."""

import signal
from types import FrameType

_noticed = False


def listen() -> None:
    """Take SIGINT and SIGTERM as a wish to stop."""
    signal.signal(signal.SIGINT, _notice)
    signal.signal(signal.SIGTERM, _notice)


def stop_if_asked() -> None:
    """Raise KeyboardInterrupt where a stop was asked for; called between the steps of long work."""
    if _noticed:
        raise KeyboardInterrupt


def _notice(_signal: int, _frame: FrameType | None) -> None:
    global _noticed  # noqa: PLW0603 - a signal has nowhere else to leave word
    _noticed = True
    raise KeyboardInterrupt
