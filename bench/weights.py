"""What a phone downloads, and how soon one partner sees what the other wrote."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Response, sync_playwright

from bench.report import Report, percentile
from bench.serving import Served
from config.local.chromium import chromium as find_chromium

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
EDITS = 40


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)


def measure(report: Report, server: Served) -> None:
    """Bodies as they travel (compressed where they are), on a first visit with an empty cache."""
    answers: list[Response] = []
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": 390, "height": 844})
        page.on("response", lambda answer: answers.append(answer))
        page.goto(server.url + "/", wait_until="networkidle")
        sizes = {answer.url: answer.request.sizes()["responseBodySize"] / 1024 for answer in answers}
    fonts = sum(size for url, size in sizes.items() if ".woff2" in url)
    scripts = sum(size for url, size in sizes.items() if ".js" in url)
    report.figure("first_page_kb", sum(sizes.values()), "KiB", goal=150)
    report.figure("first_page_without_fonts_kb", sum(sizes.values()) - fonts, "KiB", goal=50)
    report.figure("js_kb", scripts, "KiB", goal=25)


def guidelines(report: Report, server: Served, ada: str, ben: str) -> None:
    """From the request that saves to the partner's page showing it, by the two browsers' common clock."""
    with browser() as chromium:
        writer, reader = (phone(chromium, server, cookie) for cookie in (ada, ben))
        box = writer.locator("#lines textarea").first
        taken = []
        for number in range(EDITS):
            marker = f" {number:03d}!"
            shown = reader.evaluate_handle(SHOWN, marker)
            with writer.expect_request(lambda request: request.method == "POST"):
                box.press("Control+End")
                writer.keyboard.type(marker)
            at = reader.evaluate("shown => shown.promise", shown)
            sent = writer.evaluate(SENT)
            taken.append(at - sent)
    report.figure("guideline_visible_p95_ms", percentile(taken, 0.95), "ms", goal=300)


#: A promise of the moment at which some line on this page holds the marker.
SHOWN = """marker => ({promise: new Promise(resolve => {
  const look = () => [...document.querySelectorAll("#lines textarea")].some(box => box.value.includes(marker))
    ? resolve(Date.now()) : setTimeout(look, 1);
  look();
})})"""
#: When the last saving request of this page left.
SENT = """() => {
  const isSave = entry => /guidelines\\/lines\\/[^/]+\\/$/.test(entry.name);
  const saves = performance.getEntriesByType("resource").filter(isSave);
  const last = saves.filter(entry => entry.initiatorType === "fetch").at(-1);
  return performance.timeOrigin + last.startTime;
}"""


def phone(chromium: Browser, server: Served, cookie: str) -> Page:
    context = chromium.new_context(base_url=server.url, viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "session", "value": cookie, "url": server.url}])
    page = context.new_page()
    page.goto("/guidelines/")
    page.locator("#lines textarea").first.wait_for()
    return page
