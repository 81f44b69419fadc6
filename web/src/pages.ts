// The slider that moves every page through time, and tables that can be sorted, filtered, copied and downloaded.

interface Htmx { ajax(verb: string, path: string, options: Record<string, unknown>): Promise<unknown> }
declare global { interface Window { htmx?: Htmx } }

const FORMULA = /^[=+\-@\t\r]/; // a sheet would run a cell that begins so
const NUMBER = /^[≤~]?\s*(\d[\d,]*)/;

let wanted: string | null = null;
let going = false;

/** Show an address in the page without losing the slider; a plain visit where that cannot be. Of several asked for at once the last is shown. */
export async function go(url: URL): Promise<void> {
  wanted = url.pathname + url.search;
  if (going) return;
  going = true;
  while (wanted !== null) {
    const path: string = wanted;
    wanted = null;
    if (!window.htmx) { location.href = path; break; }
    try {
      await window.htmx.ajax("GET", path, { target: "#page", select: "#page", swap: "outerHTML", push: path });
    } catch { location.href = path; }
  }
  going = false;
}

function clock(): void {
  const form = document.querySelector<HTMLFormElement>("form.clock");
  const slider = form?.querySelector<HTMLInputElement>("#clock");
  const said = form?.querySelector<HTMLOutputElement>("#clock-said");
  const exact = form?.querySelector<HTMLInputElement>("[name=as_known_at]");
  if (!form || !slider || !said || !exact) return;
  const stops: string[] = JSON.parse(form.dataset.stops ?? "[]");
  const at = (): string => stops[Number(slider.value)] ?? "";
  const name = (time: string): string => (time ? time.slice(0, 16).replace("T", " ") + " UTC" : "now");
  const say = (): void => { said.value = name(at()); slider.setAttribute("aria-valuetext", name(at())); };
  if (!exact.value) say(); else slider.setAttribute("aria-valuetext", exact.value);
  let waiting = 0;
  slider.addEventListener("input", say);
  slider.addEventListener("change", () => {
    const url = new URL(location.href);
    url.hash = "";
    url.searchParams.delete("page");
    if (at()) url.searchParams.set("as_known_at", at()); else url.searchParams.delete("as_known_at");
    exact.value = at();
    clearTimeout(waiting);
    waiting = window.setTimeout(() => void go(url), 120); // a slider moved by keys stops at many times; the last is meant
  });
}

function tables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>("table.data:not([data-ready])")) {
    table.dataset.ready = "yes";
    sortable(table);
    table.closest(".scroll")?.before(tools(table));
  }
}

function sortable(table: HTMLTableElement): void {
  table.tHead?.querySelectorAll("th").forEach((head, column) => {
    if (head.querySelector("a")) return; // the server sorts the whole list
    const button = document.createElement("button");
    button.className = "sort";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => sort(table, head, column));
  });
}

function sort(table: HTMLTableElement, head: HTMLTableCellElement, column: number): void {
  const down = head.getAttribute("aria-sort") === "ascending";
  table.tHead?.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const body = table.tBodies[0];
  const key = (row: HTMLTableRowElement): string => row.cells[column]?.textContent?.trim() ?? "";
  const rows = [...body.rows].sort((a, b) => compare(key(a), key(b)) * (down ? -1 : 1));
  body.append(...rows);
}

function compare(a: string, b: string): number {
  const [m, n] = [NUMBER.exec(a), NUMBER.exec(b)];
  const dated = /^\d{4}-/;
  if (m && n && !dated.test(a) && !dated.test(b)) return Number(m[1].replaceAll(",", "")) - Number(n[1].replaceAll(",", ""));
  return a.localeCompare(b);
}

function tools(table: HTMLTableElement): HTMLElement {
  const bar = document.createElement("div");
  bar.className = "tools";
  const filter = document.createElement("input");
  filter.type = "search";
  filter.placeholder = "filter rows";
  filter.setAttribute("aria-label", `Filter the rows of ${table.caption?.textContent ?? "the table"}`);
  filter.addEventListener("input", () => {
    const wanted = filter.value.toLowerCase();
    for (const row of table.tBodies[0].rows) row.hidden = !(row.textContent ?? "").toLowerCase().includes(wanted);
  });
  const copy = knob("copy", async () => {
    await navigator.clipboard.writeText(cells(table).map((row) => row.join("\t")).join("\n"));
    copy.textContent = "copied";
  });
  const save = knob("download CSV", () => {
    const text = cells(table).map((row) => row.map(quoted).join(",")).join("\r\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = `${table.dataset.name ?? "table"}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  bar.append(filter, copy, save);
  return bar;
}

function knob(said: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = said;
  button.addEventListener("click", act);
  return button;
}

function cells(table: HTMLTableElement): string[][] {
  return [...table.rows].filter((row) => !row.hidden).map((row) => [...row.cells].map((cell) => guarded((cell.textContent ?? "").replace(/\s+/g, " ").trim())));
}

const guarded = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell);
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

function asked(): void {
  if (location.hash === "#asked") document.getElementById("asked")?.scrollIntoView({ block: "center" });
}

clock();
tables();
asked();
for (const event of ["htmx:after:swap", "htmx:after:history:restore"]) document.addEventListener(event, () => { tables(); });
window.addEventListener("popstate", () => { location.reload(); });
