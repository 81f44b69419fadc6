"""Reads the four public sets of toponyms, LGL, TR-News, GeoWebNews and GeoVirus: texts, offsets, points (nothing of them is kept here)."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from montjoie.ground.gazetteer import Gazetteer

SETS = ("GeoWebNews", "LGL", "TR-News", "GeoVirus")
NO_NAMES = frozenset({"Literal_Expression", "Non_Lit_Expression", "Non_Toponym", "Homonym", "Language", "Demonym"})
POINT = re.compile(r"^(-?\d+\.\d+),\s+(-?\d+\.\d+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A gold toponym. `lat`, `lon`: None where the set gives no place; `country`, `division`: the set's names, where it has them."""

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None
    is_country: bool = False
    is_division: bool = False
    name: str | None = None
    country: str | None = None
    division: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text with its toponyms, in the order of the text."""

    key: str
    text: str
    toponyms: tuple[Toponym, ...]


@dataclass(slots=True)
class Points:
    """Points of GeoNames's ids for the set that gives ids alone: those of the other sets, and the gazetteer's settlements."""

    gazetteer: Gazetteer
    by_id: dict[str, Toponym] = field(default_factory=dict)

    def of(self, number: str) -> Toponym | None:
        """Return what is known of an id."""
        if number in self.by_id:
            return self.by_id[number]
        place = self.gazetteer.by_id(f"geonames:{number}")
        return Toponym(start=0, end=1, lat=place.lat, lon=place.lon, name=place.name) if place else None


def read_sets(folder: Path, gazetteer: Gazetteer) -> dict[str, list[Article]]:
    """Return the articles of each set under `folder`; a toponym whose offsets do not hold is left out."""
    points = Points(gazetteer=gazetteer)
    read = {"LGL": list(tagged(folder / "lgl.xml", points)), "TR-News": list(tagged(folder / "TR-News.xml", points))}
    read["GeoVirus"] = list(located(folder / "GeoVirus.xml"))
    read["GeoWebNews"] = list(annotated(folder / "GeoWebNews", points))
    return {name: read[name] for name in SETS}


def tagged(path: Path, points: Points) -> Iterator[Article]:
    """Yield the articles of LGL and TR-News."""
    for article in ET.parse(path).getroot().iter("article"):
        text = article.findtext("text") or ""
        toponyms = []
        for found in article.iter("toponym"):
            start, end = int(found.findtext("start") or 0), int(found.findtext("end") or 0)
            if text[start:end] == (found.findtext("phrase") or ""):
                toponyms.append(of_tag(start, end, found.find("gaztag"), points))
        yield Article(key=article.get("docid") or "", text=text, toponyms=in_order(toponyms))


def of_tag(start: int, end: int, tag: ET.Element | None, points: Points) -> Toponym:
    if tag is None or not tag.findtext("lat"):
        return Toponym(start=start, end=end)
    code = tag.findtext("fcode") or ""
    made = Toponym(
        start=start, end=end, lat=float(tag.findtext("lat") or 0), lon=float(tag.findtext("lon") or 0), is_country=code.startswith("PCL"),
        is_division=code == "ADM1", name=tag.findtext("name"), country=tag.findtext("country"), division=tag.findtext("admin1"),
    )  # fmt: skip
    points.by_id.setdefault(tag.get("geonameid") or "", made)
    return made


def located(path: Path) -> Iterator[Article]:
    """Yield the articles of GeoVirus; the title of a place's page stands for its name."""
    for number, article in enumerate(ET.parse(path).getroot().iter("article")):
        text, toponyms = article.findtext("text") or "", []
        for found in article.iter("location"):
            start, end = int(found.findtext("start") or 0), int(found.findtext("end") or 0)
            start, end = settled(text, found.findtext("name") or "", start, end)
            page = (found.findtext("page") or "").rsplit("/", 1)[-1].replace("_", " ")
            if end:
                lat, lon = float(found.findtext("lat") or 0), float(found.findtext("lon") or 0)
                toponyms.append(Toponym(start=start, end=end, lat=lat, lon=lon, name=page.split(",")[0].split(" (")[0] or None))
        yield Article(key=str(number), text=text, toponyms=in_order(toponyms))


def settled(text: str, name: str, start: int, end: int) -> tuple[int, int]:
    """Return where a name stands at or one before or after the offsets given (the set counts from 1 in places), or zeros."""
    for shift in (0, -1, 1):
        if start + shift >= 0 and text[start + shift : start + shift + len(name)] == name:
            return start + shift, start + shift + len(name)
    return 0, 0


def annotated(folder: Path, points: Points) -> Iterator[Article]:
    """Yield the articles of GeoWebNews: the toponyms proper, literal and associative."""
    for path in sorted(folder.glob("*.txt"), key=lambda path: int(path.stem)):
        text = path.read_bytes().decode("utf-8")
        spans: dict[str, tuple[str, int, int]] = {}
        notes: dict[str, str] = {}
        for line in path.with_suffix(".ann").read_text(encoding="utf-8").splitlines():
            key, what, *rest = line.split("\t")
            if key.startswith("T"):
                kind, start, *_ = what.split()
                spans[key] = (kind, int(start), int(what.split()[-1]))
            elif what.startswith("AnnotatorNotes"):
                notes[what.split()[1]] = rest[0]
        named = [(start, end, notes.get(key, "")) for key, (kind, start, end) in spans.items() if kind not in NO_NAMES]
        yield Article(key=path.stem, text=text, toponyms=in_order([of_note(*one, points) for one in named]))


def of_note(start: int, end: int, note: str, points: Points) -> Toponym:
    if point := POINT.match(note.strip()):
        return Toponym(start=start, end=end, lat=float(point[1]), lon=float(point[2]))
    known = points.of(note.strip())
    if known is None:
        return Toponym(start=start, end=end)
    return Toponym(
        start=start, end=end, lat=known.lat, lon=known.lon, is_country=known.is_country, is_division=known.is_division, name=known.name,
        country=known.country, division=known.division,
    )  # fmt: skip


def in_order(toponyms: list[Toponym]) -> tuple[Toponym, ...]:
    """Return toponyms in the order of the text, one for each span."""
    by_span = {(t.start, t.end): t for t in toponyms if t.start < t.end}
    return tuple(by_span[span] for span in sorted(by_span))
