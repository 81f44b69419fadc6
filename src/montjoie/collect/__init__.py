"""Collect: files and folders in, documents and refusals out."""

import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from montjoie.collect.addresses import canonical_url
from montjoie.collect.arrived import Arrived, CollectOptions, refusal, shown
from montjoie.collect.copies import COPY_LEAST, bands, similarity
from montjoie.collect.copies import signature as copy_signature
from montjoie.collect.digest import parts_of
from montjoie.collect.files import found_files, guessed_columns, read_file
from montjoie.collect.language import language_of
from montjoie.collect.published import read_published
from montjoie.errors import InputError
from montjoie.ids import content_id, text_digest
from montjoie.schema import Document, Published, Refusal

__all__ = [
    "COPY_LEAST",
    "CollectOptions",
    "bands",
    "canonical_url",
    "collect",
    "copy_signature",
    "guessed_columns",
    "read_published",
    "similarity",
]


def collect(paths: Sequence[Path], options: CollectOptions) -> Iterator[Document | Refusal]:
    """Yield a document for each text in the files and folders, in the order of their paths, and a refusal for all else.

    A document whose time of publication cannot be read comes after its refusal, without it. Raises nothing for what a file holds.
    """
    for file in found_files(paths):
        if isinstance(file, Refusal):
            yield file
            continue
        try:
            for arrived in read_file(file, options):
                yield from [arrived] if isinstance(arrived, Refusal) else _document(arrived, options)
        except Exception as error:  # noqa: BLE001 what a reader was not ready for costs its file and not the run; the one place
            yield refusal(shown(file), "unexpected", f"{type(error).__name__} at {_where(error)}; please report it with the file")


def _document(arrived: Arrived, options: CollectOptions) -> Iterator[Document | Refusal]:
    published, fault = _published(arrived, options)
    if fault is not None:
        yield fault
    source_key = _source_key(arrived)
    yield Document(
        id=content_id("document", source=source_key, text=text_digest(arrived.text)),
        source_key=source_key,
        given_id=arrived.given_id,
        text=arrived.text,
        title=arrived.title,
        url=arrived.url,
        outlet=arrived.outlet or options.outlet,
        outlet_country=arrived.outlet_country,
        published=published,
        modified=_modified(arrived, options),
        language=language_of(arrived.text),
        parts=parts_of(arrived.text, published, options.zone),
        raw=arrived.raw,
        origin=arrived.origin,
    )


def _source_key(arrived: Arrived) -> str:
    """Return what names the source: the id it came with, else its address, else its words."""
    if arrived.given_id is not None:
        return f"id:{arrived.given_id}"
    address = canonical_url(arrived.url) if arrived.url is not None else None
    return f"url:{address}" if address is not None else f"text:{text_digest(arrived.text)}"


def _published(arrived: Arrived, options: CollectOptions) -> tuple[Published | None, Refusal | None]:
    """Return the first time that can be read, the user's where there is none, and a refusal where one is there and no date."""
    why = ""
    for value in arrived.published:
        try:
            published = read_published(value, options.zone, options.date_order)
        except InputError as error:
            why = why or str(error)
            continue
        if published is not None:
            return published, None
    given = read_published(options.published, options.zone, options.date_order) if options.published is not None else None
    if not why:
        return given, None
    remedy = "the time given with `--published` is used" if given else "it is kept without one; correct it or give one with `--published`"
    return given, refusal(arrived.origin, "bad_date", f"{why}; {remedy}")


def _modified(arrived: Arrived, options: CollectOptions) -> str | None:
    for value in arrived.modified:
        try:
            modified = read_published(value, options.zone, options.date_order)
        except InputError:
            continue
        if modified is not None:
            return modified.at
    return None


def _where(error: Exception) -> str:
    """Return the last line of our own that an error passed; never its message, which may quote the text."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "montjoie" in frame.filename]
    return f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "an unknown place"
