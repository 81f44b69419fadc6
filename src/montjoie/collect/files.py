"""Files and folders → what arrived in them, in the order of their paths; what cannot be read is refused with the reason."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from montjoie.collect.arrived import Arrived, CollectOptions, refusal, shown
from montjoie.collect.decoding import decoded, decoded_page
from montjoie.collect.html import read_page
from montjoie.collect.lines import lines_of
from montjoie.collect.records import arrived_record, columns_of
from montjoie.collect.tables import table_columns, table_rows
from montjoie.schema import Refusal

Reader = Callable[[BinaryIO, Path, CollectOptions], Iterator[Arrived | Refusal]]

_KINDS = ".txt, .html, .htm, .json, .jsonl, .ndjson, .csv, .tsv"


def found_files(paths: Sequence[Path]) -> Iterator[Path | Refusal]:
    """Yield every file to read, each once, sorted by path; then a refusal for each path that gives none.

    A folder gives its files of known kinds, at any depth, without hidden ones; links that lead out of it are not followed.
    """
    files: dict[Path, Path] = {}
    refused: list[Refusal] = []
    for path in sorted(set(paths), key=str):
        if path.is_dir():
            inside, errors = _inside(path)
            refused += errors
            for file in inside:
                files.setdefault(file.resolve(), file)
            if not inside and not errors:
                refused.append(refusal(shown(path), "empty", f"no file in this folder can be read; the kinds are {_KINDS}"))
        elif path.is_file() and path.suffix.lower() in READERS:
            files.setdefault(path.resolve(), path)
        else:
            refused.append(refusal(shown(path), "unreadable", _why_not(path)))
    yield from sorted(files.values(), key=str)
    yield from refused


def read_file(path: Path, options: CollectOptions) -> Iterator[Arrived | Refusal]:
    """Yield what one file holds. Raises nothing for what it may hold."""
    try:
        with path.open("rb") as file:
            yield from READERS[path.suffix.lower()](file, path, options)
    except OSError as error:
        yield refusal(shown(path), "unreadable", f"{error.strerror or 'the system cannot read it'}; check the file and its permissions")


def guessed_columns(path: Path, options: CollectOptions) -> Mapping[str, str]:
    """Return which column (or key of the first object) of a file stands for which field; nothing for other kinds of file."""
    columns: dict[str, str] = {}
    try:
        with path.open("rb") as file:
            if path.suffix.lower() in (".csv", ".tsv"):
                columns = table_columns(file, path, options)
            elif path.suffix.lower() in (".jsonl", ".ndjson"):
                first = next(
                    (line.content for line in lines_of(file, options.max_record_bytes) if line.content and line.content.strip()), b""
                )
                record = json.loads(first.decode("utf-8-sig"))
                columns = columns_of(record, options) if isinstance(record, dict) else {}
    except (OSError, ValueError, RecursionError):
        columns = {}
    return MappingProxyType(columns)


def _inside(folder: Path) -> tuple[list[Path], list[Refusal]]:
    """Return the files of a folder that are of a known kind, and the folders in it that cannot be opened."""
    root = folder.resolve()
    files: list[Path] = []
    errors: list[Refusal] = []

    def note(error: OSError) -> None:
        errors.append(refusal(shown(Path(error.filename or folder)), "unreadable", f"{error.strerror}; check the folder's permissions"))

    for parent, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(parent, name)
            if name.startswith(".") or file.suffix.lower() not in READERS or not file.is_file():
                continue
            if file.resolve().is_relative_to(root):
                files.append(file)
    return files, errors


def _why_not(path: Path) -> str:
    if not path.exists():
        return "there is no such file or folder; check the path"
    if not path.is_file():
        return "it is neither a file nor a folder; name one"
    return f"files of the kind {shown(Path(path.suffix)) if path.suffix else 'without a suffix'} are not read; the kinds are {_KINDS}"


def _whole(file: BinaryIO, path: Path, limit: int) -> bytes | Refusal:
    content = file.read(limit + 1)
    if len(content) > limit:
        return refusal(shown(path), "too_large", f"more than {limit:,} bytes; split it, or hand its records over as .jsonl")
    if not content.strip(b"\xef\xbb\xbf \t\r\n\f\v"):
        return refusal(shown(path), "empty", "the file is empty" if not content else "the file has no words")
    return content


def _read_text(file: BinaryIO, path: Path, options: CollectOptions) -> Iterator[Arrived | Refusal]:
    content = _whole(file, path, min(options.max_bytes, options.max_record_bytes))
    text = content if isinstance(content, Refusal) else decoded(content, shown(path))
    if isinstance(content, Refusal) or isinstance(text, Refusal):
        yield text if isinstance(text, Refusal) else refusal(shown(path), "unreadable", "it has no text")
    elif not text.strip():
        yield refusal(shown(path), "empty", "the file has no words")
    else:
        yield Arrived(origin=shown(path), raw=content, text=text)


def _read_html(file: BinaryIO, path: Path, options: CollectOptions) -> Iterator[Arrived | Refusal]:
    content = _whole(file, path, min(options.max_bytes, options.max_record_bytes))
    page = content if isinstance(content, Refusal) else decoded_page(content, shown(path))
    if isinstance(content, Refusal) or isinstance(page, Refusal):
        yield page if isinstance(page, Refusal) else refusal(shown(path), "unreadable", "it has no page")
    else:
        yield read_page(page, content, shown(path))


def _read_json(file: BinaryIO, path: Path, options: CollectOptions) -> Iterator[Arrived | Refusal]:
    content = _whole(file, path, options.max_bytes)
    value = content if isinstance(content, Refusal) else _parsed(content, shown(path))
    if isinstance(value, Refusal):
        yield value
    elif isinstance(value, list):
        if not value:
            yield refusal(shown(path), "empty", "the list has no objects")
        for number, record in enumerate(value, start=1):
            origin = f"{shown(path)}, item {number}"
            raw = json.dumps(record, ensure_ascii=True).encode()
            if len(raw) > options.max_record_bytes:
                yield refusal(origin, "too_large", f"more than {options.max_record_bytes:,} bytes; split it")
            else:
                yield arrived_record(record, raw, origin, options)
    elif isinstance(content, bytes):
        yield arrived_record(value, content, shown(path), options)


def _read_json_lines(file: BinaryIO, path: Path, options: CollectOptions) -> Iterator[Arrived | Refusal]:
    any_line = False
    for line in lines_of(file, options.max_record_bytes):
        origin = f"{shown(path)}, line {line.number}"
        if line.content is None:
            any_line = True
            yield refusal(origin, "too_large", f"{line.length:,} bytes where a line may have {options.max_record_bytes:,}; split it")
        elif line.content.strip(b"\xef\xbb\xbf \t\r\n"):
            any_line = True
            value = _parsed(line.content, origin, line.start)
            raw = line.content.rstrip(b"\r\n")
            yield value if isinstance(value, Refusal) else arrived_record(value, raw, origin, options)
    if not any_line:
        yield refusal(shown(path), "empty", "the file is empty")


def _parsed(content: bytes, subject: str, start: int = 0) -> object:
    """Return the value of JSON, or a refusal."""
    words = decoded(content, subject, start)
    if isinstance(words, Refusal):
        return words
    try:
        return json.loads(words)
    except json.JSONDecodeError as error:
        return refusal(subject, "not_json", f"it is no JSON: {error.msg} at line {error.lineno}, column {error.colno}; correct the file")
    except RecursionError:
        return refusal(subject, "not_json", "its lists and objects are nested too deep to be read; hand over the article alone")
    except ValueError:
        return refusal(subject, "not_json", "it has a number with too many figures to be read; correct the file")


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": _read_text,
        ".html": _read_html,
        ".htm": _read_html,
        ".json": _read_json,
        ".jsonl": _read_json_lines,
        ".ndjson": _read_json_lines,
        ".csv": table_rows,
        ".tsv": table_rows,
    }
)
