"""Takes the screenshots of the docs, every page at 1280 and 360 px: `make screenshots`, or `python web/screenshots.py RECORD FOLDER`."""

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
]  # fmt: skip
WIDTHS = (1280, 360)
LINK = "table.data tbody th a"


def main(address: str, folder: Path, *, scheme: str = "light") -> None:
    """Take every page at both widths; say which is wider than its window and what a browser complains of."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 860 if width > 600 else 720}, color_scheme=scheme)
            page.on("console", lambda said: print("console:", said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: print("error:", error))
            page.goto(f"{address}/")
            page.wait_for_selector("#map[data-ready=yes]", timeout=30_000)
            shots = {"overview": f"{address}/", "incidents": f"{address}/incidents", "claims": f"{address}/claims", "about": f"{address}/about",
                     "commitments": f"{address}/commitments", "documents": f"{address}/documents", "nothing": f"{address}/?place=Nowhere",
                     "past": f"{address}/?as_known_at=2022-03-09T20:00%2B02:00"}  # fmt: skip
            page.goto(f"{address}/incidents?sort=-killed")
            shots["incident"] = page.locator(LINK).first.evaluate("link => link.href")
            page.goto(f"{address}/commitments")
            shots["commitment"] = page.locator(LINK).nth(1).evaluate("link => link.href")
            page.goto(shots["incident"])
            shots["document"] = page.locator("a.words").nth(3).evaluate("link => link.href")
            page.goto(f"{address}/claims?q=hospital")
            shots["claim"] = page.locator(LINK).first.evaluate("link => link.href")
            for name, where in shots.items():
                page.goto(where)
                if name in ("overview", "past", "nothing"):
                    page.wait_for_selector("#map[data-ready=yes]", timeout=30_000)
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    print(f"{name} at {width}: {wide} px wide")
                page.screenshot(path=folder / f"{name}-{width}.png")
        browser.close()


if __name__ == "__main__":
    command = [sys.executable, "-m", "montjoie", "serve", "--record", sys.argv[1], "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        served = next(found[0] for line in server.stderr or () if (found := re.search(r"http://\S+", line)))
        main(served, Path(sys.argv[2]), scheme=sys.argv[3] if len(sys.argv) > 3 else "light")
        server.terminate()
