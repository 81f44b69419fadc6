"""Makes the base map that the pages ship, from Natural Earth: `python web/basemap/build.py WORLD_MAP.gpkg`.

WORLD_MAP.gpkg is Natural Earth 10m 4.1 (public domain) as the Debian package `qgis-common` carries it
(/usr/share/qgis/resources/data/world_map.gpkg), its layers `states_provinces` and `disputed_borders`. Needs shapely, and the
topojson tools of web/package.json (`npm ci` in web/). Writes two files of src/montjoie/serve/static:

- basemap.json  TopoJSON: first-level divisions, countries merged from them (so that their borders are the same lines), disputed borders
- basemap.svg   the countries alone, coarse, for browsers without WebGL: one unit is a degree, x the longitude, y minus the latitude

The boundary policy is on the about page: countries follow GeoNames, so Crimea and Sevastopol are given with Ukraine; every border that
Natural Earth lists as disputed, and the land border of Crimea, is drawn as disputed.
"""

import json
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping

HERE = Path(__file__).resolve().parent
STATIC = HERE.parents[1] / "src" / "montjoie" / "serve" / "static"
TOOLS = HERE.parent / "node_modules" / ".bin"
CRIMEA = {"Crimea", "Sevastopol"}
QUANTIZED, KEPT = "1e5", "0.5"  # half of the weighted corners keeps oblasts recognisable at zoom 7
SVG_STEP = 0.25  # degrees that the coarse map may be off


def geometry(blob: bytes) -> Any:
    envelope = (blob[3] >> 1) & 7
    return shapely.from_wkb(blob[8 + {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[envelope] :])


def main(source: Path) -> None:
    layers = sqlite3.connect(source)
    divisions = []
    for blob, country, name, english in layers.execute("SELECT geom, iso_a2, name, woe_name FROM states_provinces"):
        owner = "UA" if name in CRIMEA or english in CRIMEA else country
        divisions.append({"type": "Feature", "properties": {"name": name or "", "country": owner}, "geometry": mapping(geometry(blob))})
    disputed = [
        {"type": "Feature", "properties": {"name": name or ""}, "geometry": mapping(geometry(blob))}
        for blob, name in layers.execute("SELECT geom, name FROM disputed_borders")
    ]
    disputed.append({"type": "Feature", "properties": {"name": "Crimea"}, "geometry": mapping(isthmus(divisions))})
    with tempfile.TemporaryDirectory() as folder:
        parts = {"divisions": divisions, "disputed": disputed}
        for name, features in parts.items():
            (Path(folder) / f"{name}.json").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        steps = (
            [TOOLS / "geo2topo", "-q", QUANTIZED, *(f"{name}={folder}/{name}.json" for name in parts), "-o", f"{folder}/1.json"],
            [TOOLS / "toposimplify", "-P", KEPT, "-f", f"{folder}/1.json", "-o", f"{folder}/2.json"],
            [
                TOOLS / "topomerge",
                "countries=divisions",
                "-k",
                "d.properties.country",
                f"{folder}/2.json",
                "-o",
                str(STATIC / "basemap.json"),
            ],
        )
        for step in steps:
            subprocess.run([str(part) for part in step], check=True)
    (STATIC / "basemap.svg").write_text(svg(divisions), encoding="utf-8")


def isthmus(divisions: list[dict[str, Any]]) -> Any:
    """Return the line between Crimea and its neighbour to the north."""
    crimea = shapely.union_all([shapely.geometry.shape(d["geometry"]) for d in divisions if d["properties"]["name"] in CRIMEA])
    kherson = shapely.union_all([shapely.geometry.shape(d["geometry"]) for d in divisions if d["properties"]["name"] == "Kherson"])
    return crimea.boundary.intersection(kherson.buffer(0.01))


def svg(divisions: list[dict[str, Any]]) -> str:
    by_country: dict[str, list[Any]] = {}
    for division in divisions:
        by_country.setdefault(division["properties"]["country"], []).append(shapely.geometry.shape(division["geometry"]).buffer(0))
    paths = []
    for _, shapes in sorted(by_country.items(), key=lambda item: str(item[0])):
        shape = shapely.union_all(shapes).simplify(SVG_STEP / 3)
        rings = [p.exterior for p in getattr(shape, "geoms", [shape]) if p.area > SVG_STEP**2]
        d = "".join("M" + "L".join(f"{x:.2f} {-y:.2f}" for x, y in ring.coords) + "Z" for ring in rings)
        if d:
            paths.append(f'<path d="{d}"/>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-180 -90 360 180">'
        '<g fill="#d9d6cc" stroke="#8a877c" stroke-width="0.08">' + "".join(paths) + "</g></svg>\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
