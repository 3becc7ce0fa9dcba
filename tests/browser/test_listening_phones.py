"""Being heard on two phones: what one says is on the other's page by itself, and nothing half written ever is."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, expect

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.checkins import services as checkins
from journal.listening.models import Turn
from tests.browser.conftest import OpenPhone, Site, assert_accessible

OpenFor = Callable[..., Page]
LOOK = re.compile("/listening/checkins/")


@pytest.fixture
def open_for(pages: Site, open_phone: OpenPhone, client_for: Callable[[Person], Client]) -> OpenFor:
    def opened(person: Person, path: str = "/today/", **how: Any) -> Page:
        page = open_phone(pages, **how)
        session = client_for(person).cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": session, "url": pages.url}])
        page.goto(path)
        return page

    return opened


@pytest.fixture
def adas(pages: Site, couple: Couple, ada: Person, ben: Person) -> str:
    """Where Ada's opened check-in of today is listened to."""
    on = clock.today(ben)
    lines = {ada: "The meeting went badly, and I came home to a dark kitchen.", ben: "Slow, and fine."}
    hers, _his = [checkins.seal(couple, by=who, on=on, values={"line": line}) for who, line in lines.items()]
    return f"/listening/checkins/{hers.pk}/"


@pytest.mark.parametrize("scripts", [True, False])
def test_two_people_hear_each_other(scripts: bool, adas: str, ada: Person, ben: Person, open_for: OpenFor) -> None:
    hers, his = open_for(ada, adas, scripts=scripts), open_for(ben, adas, scripts=scripts, dark=True)

    def looks_again(page: Page) -> None:
        assert_accessible(page)
        if not scripts:  # with scripts the page follows by itself
            page.goto(adas)

    his.get_by_label("What I hear you say").fill("You had nobody to tell about the meeting.")
    if scripts:
        expect(his.locator(".saved")).to_contain_text("Saved")
    assert_accessible(his)
    assert "nobody to tell" not in hers.content()
    his.get_by_role("button", name="Send").click()
    looks_again(hers)
    expect(hers.get_by_text("You had nobody to tell about the meeting.")).to_be_visible()
    hers.get_by_label("Almost: what matters is").fill("The dark kitchen was worse than the meeting.")
    assert_accessible(hers)
    hers.get_by_role("button", name="Send").click()
    looks_again(his)
    expect(his.get_by_text("The dark kitchen was worse")).to_be_visible()
    his.get_by_role("link", name="Ask to hear more first").click()
    assert_accessible(his)
    his.get_by_role("link", name="What was that like for you?").click()
    his.get_by_role("button", name="Ask").click()
    looks_again(hers)
    hers.get_by_label("A little more about it").fill("As if nobody lived there.")
    hers.get_by_role("button", name="Send").click()
    looks_again(his)
    his.get_by_label("What I hear you say").fill("It felt as if nobody was at home for you.")
    his.get_by_role("button", name="Send").click()
    looks_again(hers)
    hers.get_by_role("button", name="Yes, that’s it").click()
    looks_again(his)
    his.get_by_label("Your reply").fill("Tomorrow I leave the light on.")
    his.get_by_role("button", name="Send the reply").click()
    looks_again(hers)
    expect(hers.get_by_text("Tomorrow I leave the light on.")).to_be_visible()
    hers.get_by_role("link", name="Say back what you heard").click()
    expect(hers.get_by_role("heading", level=1)).to_contain_text("Listening to Ben")
    assert_accessible(hers)


def test_words_typed_while_the_line_is_down_are_said_when_it_is_back(adas: str, ben: Person, open_for: OpenFor) -> None:
    his = open_for(ben, adas)
    his.context.set_offline(True)
    his.get_by_label("What I hear you say").fill("You were alone with it.")
    expect(his.locator(".saved")).to_contain_text("Not sent yet.")
    his.context.set_offline(False)
    expect(his.locator(".saved")).to_contain_text("Saved")
    his.reload()
    expect(his.get_by_label("What I hear you say")).to_have_value("You were alone with it.")
    assert not Turn.objects.said().exists()


@pytest.mark.parametrize("knows", [True, False])
def test_words_sent_for_good_while_nothing_arrives_stay_where_they_are(
    knows: bool, adas: str, ben: Person, open_for: OpenFor
) -> None:
    his = open_for(ben, adas)
    box, button = his.get_by_label("What I hear you say"), his.get_by_role("button", name="Send")
    if knows:
        his.context.set_offline(True)
    else:  # as in a train whose wireless network leads nowhere
        his.route("**/heard/**", lambda route: route.abort("internetdisconnected"))
    box.fill("You were alone with it.")
    if not knows:
        expect(his.locator(".saved")).to_contain_text("Not sent yet.")
    button.click()
    expect(his.locator(".saved")).to_contain_text("Not sent yet.")
    expect(box).to_have_value("You were alone with it.")
    assert not Turn.objects.said().exists()
    his.context.set_offline(False)
    his.unroute_all()
    button.click()
    expect(box).to_be_hidden()
    assert Turn.objects.said().count() == 1
    his.goto("/today/")
    assert his.evaluate("() => Object.keys(localStorage)") == []


def test_words_written_on_two_devices_are_on_both(adas: str, ben: Person, open_for: OpenFor) -> None:
    phone, laptop = open_for(ben, adas), open_for(ben, adas)
    on_phone, on_laptop = (page.get_by_label("What I hear you say") for page in (phone, laptop))
    on_phone.fill("You were alone with it.")
    expect(on_laptop).to_have_value("You were alone with it.")
    phone.context.set_offline(True)
    on_phone.fill("You were alone with it. All day.")
    expect(phone.locator(".saved")).to_contain_text("Not sent yet.")
    on_laptop.fill("You were alone with it. The house was quiet.")
    expect(laptop.locator(".saved")).to_contain_text("Saved")
    phone.context.set_offline(False)
    for box in (on_phone, on_laptop):
        expect(box).to_have_value(re.compile("All day"))
        expect(box).to_have_value(re.compile("quiet"))
    assert not Turn.objects.said().exists()


def test_words_typed_in_two_tabs_while_the_line_was_down_are_both_there_later(
    adas: str, ben: Person, open_for: OpenFor
) -> None:
    one = open_for(ben, adas)
    two, three = one.context.new_page(), one.context.new_page()
    two.goto(one.url)
    one.context.set_offline(True)
    for page, words in ((one, "You were alone with it."), (two, "The house was quiet.")):
        page.get_by_label("What I hear you say").fill(words)
        expect(page.locator(".saved")).to_contain_text("Not sent yet.")
    one.close()
    two.close()
    three.context.set_offline(False)
    three.goto(adas)
    box = three.get_by_label("What I hear you say")
    for word in ("alone", "quiet"):
        expect(box).to_have_value(re.compile(word))
    expect(three.locator(".saved")).to_contain_text("Saved")
    three.reload()
    for word in ("alone", "quiet"):
        expect(box).to_have_value(re.compile(word))
    three.wait_for_function("() => !Object.keys(localStorage).length")


def test_words_saved_while_a_page_is_under_way_that_does_not_have_them_yet_are_on_it(
    adas: str, ben: Person, open_for: OpenFor
) -> None:
    his = open_for(ben, adas)
    box, savings = his.get_by_label("What I hear you say"), list[Route]()
    his.context.set_offline(True)
    box.fill("You were alone with it.")
    expect(his.locator(".saved")).to_contain_text("Not sent yet.")
    his.route("**/draft/", lambda route: savings.append(route))
    with his.expect_request("**/draft/"):
        his.context.set_offline(False)

    his.locator(".saved").evaluate(
        "it => new MutationObserver(() => console.log('told')).observe(it, {childList: true})"
    )

    def answer(page: Route) -> None:
        without = page.fetch()
        with his.expect_console_message(lambda said: said.text == "told"):
            savings[0].continue_()
        page.fulfill(response=without)

    his.route("**/draft/", lambda route: route.continue_())
    his.route("**" + adas, answer, times=1)
    his.reload()
    expect(box).to_have_value("You were alone with it.")
    his.wait_for_function("() => !Object.keys(localStorage).length")


def test_one_phone_handed_over_and_back(adas: str, ben: Person, open_for: OpenFor) -> None:
    his = open_for(ben, adas)
    his.get_by_label("What I hear you say").fill("You were alone with it.")
    his.get_by_role("button", name="Send").click()
    his.get_by_role("link", name="Sitting side by side?").click()
    expect(his.get_by_role("heading", level=1)).to_have_text("Ada, is that it?")
    assert_accessible(his)
    his.get_by_role("button", name="Yes, that’s it").click()
    expect(his).to_have_url(LOOK)
    expect(his.get_by_label("Your reply")).to_be_visible()
    expect(his.get_by_text("Side by side, on Ben’s phone.")).to_be_visible()
