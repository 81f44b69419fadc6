"""CSV and TSV → rows, one at a time: a bad row is refused by its number and the rest goes on."""

import csv
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from montjoie.collect.arrived import Arrived, CollectOptions, refusal, shown
from montjoie.collect.decoding import decoded
from montjoie.collect.lines import Line, lines_of
from montjoie.collect.records import arrived_record, columns_of, missing_columns
from montjoie.schema import Refusal

# Spreadsheets of countries with a decimal comma write semicolons.
_DELIMITERS = (",", ";", "\t", "|")
_WHOLE_FILE_REMEDY = "save the file as UTF-8 with one row of column names"


class _BadRowError(Exception):
    """A row cannot be read; carries the code of its refusal and why."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


class _RowLines:
    """The lines that the csv reader takes for one row, as words; stops it at a row that grows past the limit."""

    def __init__(self, lines: Iterator[Line], limit: int) -> None:
        self._lines = lines
        self._limit = limit
        self.taken = 0

    def __iter__(self) -> "_RowLines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken += line.length
        if line.content is None or self.taken > self._limit:
            raise _BadRowError("too_large", f"the row has more than {self._limit:,} bytes; is a quotation mark left open?")
        words = decoded(line.content, "", line.start)
        if isinstance(words, Refusal):
            raise _BadRowError(words.code, words.detail.removeprefix(": "))
        return words


def table_rows(file: BinaryIO, path: Path, options: CollectOptions) -> Iterator[Arrived | Refusal]:
    """Yield what each row of a table holds; the row after the names is row 1."""
    lines = _RowLines(lines_of(file, options.max_record_bytes), options.max_record_bytes)
    header = _header(lines, path)
    if isinstance(header, Refusal):
        yield header
        return
    names, delimiter = header
    missing = missing_columns(names, options)
    if missing:
        yield refusal(shown(path), "unknown_columns", missing)
        return
    csv.field_size_limit(max(csv.field_size_limit(), options.max_record_bytes))
    number = 0
    for number, row in enumerate(_rows(lines, delimiter, len(names)), start=1):
        origin = f"{shown(path)}, row {number}"
        if isinstance(row, _BadRowError):
            yield refusal(origin, row.code, str(row))
        elif len(row) != len(names):
            yield refusal(origin, "unreadable", f"it has {len(row)} cells where there are {len(names)} columns; correct the row")
        else:
            raw = json.dumps({"columns": names, "cells": row}, ensure_ascii=False).encode()
            yield arrived_record(dict(zip(names, row, strict=True)), raw, origin, options)
    if not number:
        yield refusal(shown(path), "empty", "it has column names and no rows")


def table_columns(file: BinaryIO, path: Path, options: CollectOptions) -> dict[str, str]:
    """Return which column of a table stands for which field; nothing where its names cannot be read."""
    header = _header(_RowLines(lines_of(file, options.max_record_bytes), options.max_record_bytes), path)
    return {} if isinstance(header, Refusal) else columns_of(header[0], options)


def _header(lines: _RowLines, path: Path) -> tuple[list[str], str] | Refusal:
    """Return the names of the columns and what stands between them."""
    try:
        first = next(lines)
        delimiter = "\t" if path.suffix.lower() == ".tsv" else max(_DELIMITERS, key=first.count)
        names = next(csv.reader(chain([first], lines), delimiter=delimiter, strict=True), [])
    except StopIteration:
        return refusal(shown(path), "empty", "the file is empty")
    except _BadRowError as bad:
        return refusal(shown(path), bad.code, f"its first row: {bad}; {_WHOLE_FILE_REMEDY}")
    except csv.Error as error:
        return refusal(shown(path), "unreadable", f"its first row: {error}; {_WHOLE_FILE_REMEDY}")
    return [name.strip() for name in names], delimiter


def _rows(lines: _RowLines, delimiter: str, width: int) -> Iterator[list[str] | _BadRowError]:
    while True:
        lines.taken = 0
        try:
            first = next(lines)
            if not first.strip("\r\n"):
                continue
            yield _cells(first, lines, delimiter, width)
        except StopIteration:
            return
        except _BadRowError as bad:
            yield bad
        except csv.Error as error:
            yield _BadRowError("unreadable", f"{error}; correct its quotation marks")


def _cells(first: str, lines: _RowLines, delimiter: str, width: int) -> list[str]:
    """Return the cells of the row that begins with a line.

    Files with tabs are often written without quoting: there a cell that only begins with a quotation mark is as it stands.
    """
    plain = first.rstrip("\r\n").split(delimiter)
    if delimiter == "\t" and len(plain) == width and any(cell.startswith('"') and not _is_quoted(cell) for cell in plain):
        return plain
    return next(csv.reader(chain([first], lines), delimiter=delimiter, strict=True))


def _is_quoted(cell: str) -> bool:
    return len(cell) > 1 and cell.endswith('"') and '"' not in cell[1:-1].replace('""', "")
