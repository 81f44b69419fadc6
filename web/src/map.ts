// The map of the overview, with the timeline beneath: brush one and the other follows. Where there is no WebGL the drawn map stays.

import * as maplibregl from "maplibre-gl";
import type { GeoJSONSource, MapGeoJSONFeature, StyleSpecification } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import worker from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { feature } from "topojson-client";
import type { Feature, FeatureCollection, Point, Polygon } from "geojson";
import { go } from "./pages";

type Row = [id: string, lon: number, lat: number, radius: number | null, day: string | null, type: number, killed: number | null, place: string];
interface Points { types: string[]; rows: Row[] }

const KM_PER_DEGREE = 111.2;
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const INK = dark
  ? { sea: "#1a2229", land: "#2b2f36", line: "#555b66", inner: "#3d424b", mark: "#ff9a92", text: "#f3f1ea", halo: "#16181c" }
  : { sea: "#dbe4e8", land: "#f4f1e8", line: "#8a877c", inner: "#cfcbbe", mark: "#a4161a", text: "#1b1d22", halo: "#ffffff" };

function hasWebGL(): boolean {
  try { return document.createElement("canvas").getContext("webgl2") !== null; } catch { return false; }
}

function style(base: Record<string, FeatureCollection>): StyleSpecification {
  const source = (data: FeatureCollection) => ({ type: "geojson" as const, data, tolerance: 0.6 });
  const none: FeatureCollection = { type: "FeatureCollection", features: [] };
  return {
    version: 8,
    sources: {
      countries: { ...source(base.countries), attribution: "Natural Earth" }, divisions: source(base.divisions), disputed: source(base.disputed),
      incidents: { type: "geojson", data: none, cluster: true, clusterRadius: 38, clusterMaxZoom: 11 },
      areas: { type: "geojson", data: none },
      places: { type: "geojson", data: none },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": INK.sea } },
      { id: "land", type: "fill", source: "countries", paint: { "fill-color": INK.land } },
      { id: "inner", type: "line", source: "divisions", minzoom: 3.5, paint: { "line-color": INK.inner, "line-width": 0.8 } },
      { id: "borders", type: "line", source: "countries", paint: { "line-color": INK.line, "line-width": 1.1 } },
      { id: "disputed", type: "line", source: "disputed", paint: { "line-color": INK.line, "line-width": 1.6, "line-dasharray": [2, 2] } },
      { id: "areas", type: "fill", source: "areas", paint: { "fill-color": INK.mark, "fill-opacity": 0.16, "fill-outline-color": INK.mark } },
      { id: "clusters", type: "circle", source: "incidents", filter: ["has", "point_count"], paint: { "circle-color": INK.halo, "circle-stroke-color": INK.mark, "circle-stroke-width": 2.5, "circle-radius": ["step", ["get", "point_count"], 12, 10, 16, 100, 21, 1000, 27] } },
      { id: "numbers", type: "symbol", source: "incidents", filter: ["has", "point_count"], layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 12, "text-allow-overlap": true }, paint: { "text-color": INK.text } },
      { id: "dots", type: "circle", source: "incidents", filter: ["all", ["!", ["has", "point_count"]], ["!", ["get", "vague"]]], paint: { "circle-color": INK.mark, "circle-stroke-color": INK.halo, "circle-stroke-width": 1.2, "circle-radius": ["interpolate", ["linear"], ["coalesce", ["get", "killed"], 0], 0, 5, 10, 9, 100, 16] } },
      { id: "names", type: "symbol", source: "places", layout: { "text-field": ["get", "place"], "text-size": 12, "text-anchor": "top", "text-offset": [0, 1.1], "text-max-width": 12 }, paint: { "text-color": INK.text, "text-halo-color": INK.halo, "text-halo-width": 1.4 } },
    ],
  };
}

function ring(lon: number, lat: number, km: number): number[][] {
  const tall = km / KM_PER_DEGREE, wide = tall / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  return Array.from({ length: 33 }, (_, n) => [lon + wide * Math.cos((n * Math.PI) / 16), lat + tall * Math.sin((n * Math.PI) / 16)]);
}

function features(points: Points, rows: Row[]): FeatureCollection<Point> {
  return { type: "FeatureCollection", features: rows.map(([id, lon, lat, radius, day, type, killed, place]): Feature<Point> => ({
    type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] },
    properties: { id, day, killed, place, type: points.types[type], vague: radius !== null },
  })) };
}

function areas(points: Points, rows: Row[]): FeatureCollection<Polygon> {
  const seen = new Set<string>(), found: Feature<Polygon>[] = [];
  for (const [id, lon, lat, radius, day, type, , place] of rows) {
    if (radius === null) continue;
    const key = `${lon} ${lat} ${radius}`;
    if (seen.has(key)) continue;
    seen.add(key);
    found.push({ type: "Feature", geometry: { type: "Polygon", coordinates: [ring(lon, lat, radius)] }, properties: { id, day, place, type: points.types[type] } });
  }
  return { type: "FeatureCollection", features: found };
}

function places(rows: Row[]): FeatureCollection<Point> {
  const found = new Map<string, Feature<Point>>();
  for (const [, lon, lat, , , , , place] of rows) found.set(`${lon} ${lat}`, { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { place } });
  return { type: "FeatureCollection", features: [...found.values()] };
}

async function start(): Promise<void> {
  const holder = document.querySelector<HTMLElement>("#map:not([data-ready])");
  if (!holder || !hasWebGL()) return;
  holder.dataset.ready = "loading";
  const [topology, points] = await Promise.all([
    fetch("/static/basemap.json").then((answer) => answer.json()),
    fetch(holder.dataset.source ?? "/map.json").then((answer) => answer.json() as Promise<Points>),
  ]);
  if (!holder.isConnected) return;
  const base = Object.fromEntries(["countries", "divisions", "disputed"].map((name) => [name, feature(topology, topology.objects[name]) as unknown as FeatureCollection]));
  maplibregl.setWorkerUrl(worker);
  const canvas = document.createElement("div");
  canvas.className = "canvas";
  holder.replaceChildren(canvas);
  const map = new maplibregl.Map({ container: canvas, style: style(base), attributionControl: { compact: true }, renderWorldCopies: false, dragRotate: false, pitchWithRotate: false, fadeDuration: 0 });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  if (points.rows.length) map.fitBounds(extent(points.rows), { padding: 60, maxZoom: 6.5, animate: false });
  let days: [string, string] | null = null;
  const within = (row: Row): boolean => days === null || (row[4] !== null && row[4] >= days[0] && row[4] <= days[1]);
  const show = (): void => {
    const rows = points.rows.filter(within);
    map.getSource<GeoJSONSource>("incidents")?.setData(features(points, rows));
    map.getSource<GeoJSONSource>("areas")?.setData(areas(points, rows));
    map.getSource<GeoJSONSource>("places")?.setData(places(rows));
    holder.dataset.shown = String(rows.length);
  };
  map.on("load", () => { show(); bars(points, map); });
  map.once("idle", () => { holder.dataset.ready = "yes"; performance.mark("map-ready"); });
  map.on("moveend", () => bars(points, map));
  links(map, holder);
  brush((chosen) => { days = chosen; show(); }, () => map.getBounds());
}

function extent(rows: Row[]): [[number, number], [number, number]] {
  let [w, s, e, n] = [180, 90, -180, -90];
  for (const [, lon, lat] of rows) { w = Math.min(w, lon); e = Math.max(e, lon); s = Math.min(s, lat); n = Math.max(n, lat); }
  return [[w, s], [e, n]];
}

function links(map: maplibregl.Map, holder: HTMLElement): void {
  const open = (found: MapGeoJSONFeature): void => { location.href = (holder.dataset.incident ?? "").replace("ID", encodeURIComponent(String(found.properties.id))); };
  map.on("click", "clusters", async (event) => {
    const [found] = event.features ?? [];
    if (!found || found.geometry.type !== "Point") return;
    const zoom = await map.getSource<GeoJSONSource>("incidents")?.getClusterExpansionZoom(Number(found.properties.cluster_id));
    map.easeTo({ center: found.geometry.coordinates as [number, number], zoom: Math.min(zoom ?? map.getZoom() + 2, 12) });
  });
  for (const layer of ["dots", "areas"]) {
    map.on("click", layer, (event) => { if (event.features?.[0]) open(event.features[0]); });
    map.on("mouseenter", layer, (event) => {
      map.getCanvas().style.cursor = "pointer";
      const it = event.features?.[0]?.properties;
      map.getCanvas().title = it ? `${String(it.type).replaceAll("_", " ")}, ${it.place}, ${it.day}` : "";
    });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; map.getCanvas().title = ""; });
  }
}

/** The timeline follows the map: days of which nothing is in view grow pale. */
function bars(points: Points, map: maplibregl.Map): void {
  const view = map.getBounds();
  const days = new Set(points.rows.filter((row) => view.contains([row[1], row[2]])).map((row) => row[4]));
  const sorted = [...days].filter((day): day is string => day !== null).sort();
  document.querySelectorAll<SVGRectElement>(".bars[data-brush] rect[data-first]").forEach((bar) => {
    const [first, last] = [bar.dataset.first ?? "", bar.dataset.last ?? ""];
    bar.classList.toggle("out", !sorted.some((day) => day >= first && day <= last));
  });
}

/** The map follows the timeline: drag over days, or with the keyboard choose the first and the last. */
function brush(chosen: (days: [string, string] | null) => void, view: () => maplibregl.LngLatBounds): void {
  const chart = document.querySelector<SVGSVGElement>(".bars[data-brush]");
  const tools = document.querySelector<HTMLElement>(".brush-tools");
  const said = document.getElementById("brush-said");
  if (!chart || !tools || !said) return;
  tools.hidden = false;
  const rects = [...chart.querySelectorAll<SVGRectElement>("rect[data-first]")];
  const shade = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  shade.setAttribute("class", "brush");
  shade.setAttribute("height", chart.dataset.brush ?? "90");
  chart.append(shade);
  let from: number | null = null;
  let days: [string, string] | null = null;
  const place = (event: PointerEvent): number => { const box = chart.getBoundingClientRect(); return ((event.clientX - box.left) / box.width) * 640; };
  const mark = (a: number, b: number): void => {
    const [left, right] = [Math.min(a, b), Math.max(a, b)];
    shade.setAttribute("x", String(left));
    shade.setAttribute("width", String(right - left));
    const inside = rects.filter((bar) => bar.x.baseVal.value + bar.width.baseVal.value >= left && bar.x.baseVal.value <= right);
    rects.forEach((bar) => bar.classList.toggle("in", inside.includes(bar)));
    days = inside.length ? [inside[0].dataset.first ?? "", inside[inside.length - 1].dataset.last ?? ""] : null;
    said.textContent = days ? `${days[0]} to ${days[1]}` : "";
    chosen(days);
  };
  chart.addEventListener("pointerdown", (event) => { from = place(event); chart.setPointerCapture(event.pointerId); });
  chart.addEventListener("pointermove", (event) => { if (from !== null) mark(from, place(event)); });
  chart.addEventListener("pointerup", (event) => { if (from !== null) mark(from, place(event)); from = null; });
  const to = (changes: Record<string, string | null>): void => {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(changes)) if (value === null) url.searchParams.delete(name); else url.searchParams.set(name, value);
    void go(url);
  };
  document.getElementById("brush-apply")?.addEventListener("click", () => { if (days) to({ since: days[0], until: days[1] }); });
  document.getElementById("view-apply")?.addEventListener("click", () => {
    const box = view();
    to({ bbox: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((degree) => degree.toFixed(3)).join(",") });
  });
  document.getElementById("brush-clear")?.addEventListener("click", () => {
    if (new URL(location.href).searchParams.has("since") || new URL(location.href).searchParams.has("bbox")) to({ since: null, until: null, bbox: null });
    shade.setAttribute("width", "0");
    rects.forEach((bar) => bar.classList.remove("in"));
    said.textContent = "";
    days = null;
    chosen(null);
  });
}

void start();
document.addEventListener("htmx:after:swap", () => void start());
