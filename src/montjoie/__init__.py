"""Montjoie reads what is reported about an armed conflict and keeps the record."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from montjoie.interface import Record, open, read  # noqa: A004

__version__ = "0.1.0"
__all__ = ["Record", "__version__", "open", "read"]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, so that the command line answers at once."""
    if name in ("Record", "open", "read"):
        return getattr(import_module("montjoie.interface"), name)
    raise AttributeError(f"module 'montjoie' has no attribute {name!r}")
