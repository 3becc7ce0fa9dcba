"""Being told on a device, in a real browser with the real service worker.

The browser's own push service is out on the internet, so `pushManager.subscribe` and its memory are stood in for in
the page: what they would give back comes from a browser of the tests' own. Everything else is real.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker, Settings

from couples import clock
from couples.accounts.models import Person
from couples.push import services, vapid
from couples.push.models import Device
from couples.space.models import Couple
from tests.browser.conftest import PATIENCE, OpenPhone, Site, assert_accessible, running
from tests.couples.push.service import BrowserKeys

STAND_IN = """(() => {
  const given = %s;
  const memory = "stand-in";
  const made = () => sessionStorage.getItem(memory) && {
    endpoint: given.endpoint,
    toJSON: () => ({ endpoint: given.endpoint, keys: { p256dh: given.p256dh, auth: given.auth } }),
    unsubscribe: async () => { sessionStorage.removeItem(memory); sessionStorage.setItem("left", "1"); return true; },
  };
  PushManager.prototype.getSubscription = async () => made() || null;
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly || applicationServerKey !== "%s") throw new Error("another key");
    sessionStorage.setItem(memory, "1");
    return made();
  };
})()"""


@pytest.fixture(scope="module")
def with_push(django_db_setup: None, static_files: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as environment:
        environment.setenv("NEARER_VAPID_KEY", vapid.new_key())
        with running(static_files, "memory://") as site:
            yield site


@pytest.fixture
def keyed(transactional_db: None, with_push: Site, settings: Settings) -> Site:
    settings.VAPID_KEY = with_push.env["NEARER_VAPID_KEY"]
    return with_push


@pytest.fixture
def make(whole_chromium: Browser) -> Browser:
    """The engine alone knows no push."""
    return whole_chromium


@pytest.fixture
def phone(
    keyed: Site, couple: Couple, ada: Person, open_phone: OpenPhone, client_for: Callable[[Person], Client]
) -> Callable[..., Page]:
    def signed_in(**options: bool) -> Page:
        page = open_phone(keyed, workers=True, **options)
        session = client_for(ada).cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": session, "url": keyed.url}])
        given = BrowserKeys("/wp/one").subscription("https://push.example.com")
        page.add_init_script(STAND_IN % (json.dumps(given), vapid.public_key()))
        return page

    return signed_in


def allow(page: Page, site: Site) -> None:
    page.context.grant_permissions(["notifications"], origin=site.url)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_somebody_is_told_on_this_phone_and_stops_it(
    keyed: Site, phone: Callable[..., Page], ada: Person, dark: bool
) -> None:
    page = phone(dark=dark)
    allow(page, keyed)
    page.goto("/you/")
    page.get_by_role("link", name="Notifications").click()
    page.get_by_role("button", name="Turn on notifications").click()
    expect(page.get_by_text("Notifications are on for this device.")).to_be_visible()
    expect(page.locator("[data-here]")).to_be_visible()
    assert_accessible(page)
    device = Device.objects.get()
    assert (device.person, device.subscription["endpoint"]) == (ada, "https://push.example.com/wp/one")
    page.reload()
    expect(page.get_by_text("Notifications are on for this device.")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Turn on notifications")).to_be_visible()
    assert not Device.objects.exists()


def test_a_key_that_changed_is_found_out_on_the_device(keyed: Site, phone: Callable[..., Page]) -> None:
    page = phone()
    allow(page, keyed)
    page.goto("/you/devices/")
    page.get_by_role("button", name="Turn on notifications").click()
    expect(page.get_by_text("Notifications are on for this device.")).to_be_visible()
    bound = "get: () => ({ applicationServerKey: new Uint8Array([4, 5, 6]).buffer })"
    page.add_init_script(
        "const before = PushManager.prototype.getSubscription;"
        "PushManager.prototype.getSubscription = async () => { const made = await before();"
        f" return made && Object.defineProperty(made, 'options', {{ {bound} }}); }}"
    )
    page.reload()
    expect(page.get_by_text("Notifications have stopped on this device.")).to_be_visible()
    expect(page.get_by_text("Notifications are on for this device.")).to_be_hidden()
    assert_accessible(page)


@pytest.mark.parametrize("refused", [400, 403, 413])
def test_a_service_that_refuses_is_said_on_the_device_and_mended_by_one_tap(
    keyed: Site, phone: Callable[..., Page], refused: int
) -> None:
    page = phone()
    allow(page, keyed)
    page.goto("/you/devices/")
    page.get_by_role("button", name="Turn on notifications").click()
    expect(page.get_by_text("Notifications are on for this device.")).to_be_visible()
    Device.objects.update(refused=refused)
    page.reload()
    expect(page.get_by_text("Notifications have stopped on this device.")).to_be_visible()
    page.get_by_role("button", name="Turn on notifications").click()
    expect(page.get_by_text("Notifications are on for this device.")).to_be_visible()
    assert Device.objects.get().refused is None


def test_nobody_is_asked_before_they_tap(keyed: Site, phone: Callable[..., Page]) -> None:
    page = phone()
    page.add_init_script("Notification.requestPermission = async () => { window.asked = true; return 'default'; }")
    page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'default' })")
    page.goto("/you/devices/")
    button = page.get_by_role("button", name="Turn on notifications")
    expect(button).to_be_visible()
    assert page.evaluate("window.asked") is None
    button.click()
    page.wait_for_function("() => window.asked")
    expect(button).to_be_visible()
    assert not Device.objects.exists()


STATES = {
    "denied": (
        "Object.defineProperty(Notification, 'permission', { get: () => 'denied' })",
        "blocks notifications for this site",
    ),
    "unable": ("delete window.PushManager", "can’t show notifications"),
    "install": (
        "delete window.PushManager; Object.defineProperty(navigator, 'userAgent', { get: () => 'iPhone' })",
        "put Nearer on the Home Screen first",
    ),
}


@pytest.mark.parametrize(("script", "words"), STATES.values(), ids=list(STATES))
def test_where_it_cannot_be_the_page_says_why(keyed: Site, phone: Callable[..., Page], script: str, words: str) -> None:
    page = phone()
    page.add_init_script(script)
    page.goto("/you/devices/")
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("button", name="Turn on notifications")).to_be_hidden()
    assert_accessible(page)


def test_a_push_service_that_cannot_be_reached_changes_nothing(keyed: Site, phone: Callable[..., Page]) -> None:
    page = phone()
    allow(page, keyed)
    page.add_init_script("PushManager.prototype.subscribe = async () => { throw new DOMException('', 'AbortError'); }")
    page.goto("/you/devices/")
    page.get_by_role("button", name="Turn on notifications").click()
    expect(page.get_by_text("isn’t answering")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    assert not Device.objects.exists()


def test_without_scripts_the_page_says_that_mail_comes(keyed: Site, phone: Callable[..., Page]) -> None:
    page = phone(scripts=False)
    page.goto("/you/devices/")
    expect(page.get_by_text("need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Turn on notifications")).to_be_hidden()


def test_a_phone_that_was_taken_off_the_list_elsewhere_stops_listening(keyed: Site, phone: Callable[..., Page]) -> None:
    page = phone()
    allow(page, keyed)
    page.goto("/you/devices/")
    page.get_by_role("button", name="Turn on notifications").click()
    expect(page.get_by_text("Notifications are on for this device.")).to_be_visible()
    services.remove(Device.objects.get())
    page.goto("/today/")
    page.wait_for_function("() => sessionStorage.getItem('left')")


def test_without_a_connection_there_is_a_page_and_nothing_of_anybodys(keyed: Site, phone: Callable[..., Page]) -> None:
    page = phone()
    page.goto("/you/")  # a page that asks for nothing by itself: no request is cut off on its way
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()
    page.context.set_offline(True)
    page.goto("/you/devices/")
    expect(page.get_by_role("heading", name="You’re offline right now.")).to_be_visible()
    kept = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys())
              found.push([new URL(request.url).pathname, await (await caches.match(request)).text()]);
          return found;
        }"""
    )
    assert {url.split("/")[1] for url, _ in kept} == {"offline", "static"}
    assert not [url for url, text in kept if "Ada" in text or "csrf" in text.lower()]
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", name="Notifications")).to_be_visible()


def test_what_is_pushed_is_shown_and_leads_to_its_page(keyed: Site, phone: Callable[..., Page]) -> None:
    """The worker is woken as a push service would, through the browser's own tools for developers."""
    page = phone()
    allow(page, keyed)
    page.goto("/today/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    tools = page.context.new_cdp_session(page)
    found: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(each["registrationId"] for each in event["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    until = monotonic() + PATIENCE
    while not found and monotonic() < until:
        page.wait_for_timeout(50)  # lets the browser's events in
    said = json.dumps({"text": "Something for a quiet moment.", "path": "/rituals/"})
    push = {"origin": keyed.url, "registrationId": found[0], "data": said}
    shown, until = None, monotonic() + PATIENCE
    while shown is None and monotonic() < until:
        # On a busy machine these tools lose one now and then. However often it comes, it is one notification: its tag.
        tools.send("ServiceWorker.deliverPushMessage", push)
        shown = page.evaluate(
            """async (until) => {
              const registration = await navigator.serviceWorker.ready;
              while (Date.now() < until) {
                const [one] = await registration.getNotifications();
                if (one) return { title: one.title, body: one.body, path: one.data.path, tag: one.tag };
                await new Promise((resolve) => setTimeout(resolve, 20));
              }
              return null;
            }""",
            (clock.now().timestamp() + 3) * 1000,
        )
    assert shown == {
        "title": "Nearer",
        "body": "Something for a quiet moment.",
        "path": "/rituals/",
        "tag": "/rituals/",
    }
