"""A Firefox as people have it, driven by Playwright in the browser's own protocol, WebDriver BiDi.

Playwright sets how a page prefers its colours by a command this Firefox does not know, and gives up. So it is led to
this module instead: it starts Firefox, passes everything on, and answers that one command itself. What somebody
prefers is a preference of the whole browser then.
"""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web
from playwright.sync_api import Browser, Playwright

PREFERENCES: dict[str, Any] = {
    "focusmanager.testmode": True,  # several windows, and each has its own focus, as on several phones
    "ui.prefersReducedMotion": 1,  # axe would measure the colours of something half faded in
    "ui.systemUsesDarkTheme": 0,
    "layout.css.prefers-color-scheme.content-override": 1,
    "dom.serviceWorkers.enabled": False,  # one would answer in the network's place
}
OURS = "emulation.setMediaFeaturesOverride"
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


def launched(playwright: Playwright, place: Path) -> Browser:
    """`place`: a folder of the caller's, for the file that Playwright starts."""
    start = place / "firefox"
    firefox = os.environ["NEARER_FIREFOX"]
    start.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P "{__file__}" "{firefox}" "$@"\n')
    start.chmod(0o755)
    return playwright.firefox.launch(
        channel="moz-firefox", executable_path=start, headless=True, firefox_user_prefs=PREFERENCES
    )


async def between(command: list[str]) -> int:
    """Firefox, and a socket of our own in front of it, until it ends."""
    firefox = await asyncio.create_subprocess_exec(*command, stderr=PIPE)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, firefox.terminate)
    address = await listening(firefox)
    site = web.Application()
    site.router.add_get("/{path:.*}", lambda request: passed_on(request, address))
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stderr.write(f"WebDriver BiDi listening on ws://127.0.0.1:{runner.addresses[0][1]}\n")
    sys.stderr.flush()
    while await said_by(firefox):
        pass
    return await firefox.wait()


async def listening(firefox: Process) -> str:
    while line := await said_by(firefox):
        if found := LISTENING.search(line):
            return found[1]
    raise SystemExit("Firefox ended before it was ready")


async def said_by(firefox: Process) -> str:
    assert firefox.stderr
    return (await firefox.stderr.readline()).decode(errors="replace")


async def passed_on(request: web.Request, address: str) -> web.WebSocketResponse:
    driver = web.WebSocketResponse(max_msg_size=0)
    await driver.prepare(request)
    async with ClientSession() as session, session.ws_connect(address + request.path, max_msg_size=0) as browser:

        async def answers() -> None:
            async for message in browser:
                await driver.send_str(message.data)
            await driver.close()

        answering = asyncio.create_task(answers())
        async for message in driver:
            asked = message.json()
            if asked["method"] == OURS:
                await driver.send_json({"type": "success", "id": asked["id"], "result": {}})
            else:
                await browser.send_str(message.data)
        await browser.close()
        await answering
    return driver


if __name__ == "__main__":
    sys.exit(asyncio.run(between(sys.argv[1:])))
