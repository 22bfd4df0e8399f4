"""Security keys and passkeys in a real browser, with an authenticator that Chromium makes up."""

import pytest
from django.core.cache import cache

from tests import factories

pytestmark = pytest.mark.journey
PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
def fresh(transactional_db, settings):
    settings.FACTOR_DEMANDED = True
    cache.clear()


def plug_in(page, *, resident=True):
    """A key that asks for a finger and gets it at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal" if resident else "usb",
        "hasResidentKey": resident,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def sign_in(page, name):
    page.goto("/sign-in/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


@pytest.fixture
def officer():
    county = factories.organization("901", kind="local_committee", name="清溪县委员会")
    return factories.user("officer", county, username="carol")


def test_an_officer_sets_up_a_key_and_signs_in_with_it(browse, officer):
    page = browse()
    plug_in(page)
    sign_in(page, "carol")
    assert page.url.endswith("/account/second-factor/")

    page.get_by_role("link", name="添加密钥").click()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.get_by_label("密钥名称").fill("办公室的密钥")
    page.get_by_label("不输密码").check()
    page.get_by_role("button", name="添加密钥").click()
    page.wait_for_url("**/account/second-factor/codes/")
    page.goto("/account/second-factor/")
    assert page.get_by_text("办公室的密钥").is_visible()

    page.goto("/me/")  # everything is open now
    assert page.url.endswith("/me/")
    page.goto("/sign-out/")
    page.get_by_role("main").get_by_role("button", name="退出").click()

    sign_in(page, "carol")  # password first, then the key
    assert page.url.endswith("/sign-in/code/")
    page.get_by_role("button", name="使用密钥").click()
    page.wait_for_url("**/organizations/901/")
    page.goto("/sign-out/")
    page.get_by_role("main").get_by_role("button", name="退出").click()

    page.goto("/sign-in/")  # and without any password
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url("**/organizations/901/")


def test_a_key_is_renamed_and_removed(browse, axe, officer):
    page = browse()
    plug_in(page)
    sign_in(page, "carol")
    page.get_by_role("link", name="添加密钥").click()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.get_by_role("button", name="添加密钥").click()
    page.wait_for_url("**/account/second-factor/codes/")

    page.goto("/account/second-factor/")
    page.get_by_role("link", name="改名").click()
    page.get_by_label("密钥名称").fill("钥匙扣")
    assert axe(page) == []
    page.get_by_role("button", name="保存名称").click()
    assert page.get_by_text("钥匙扣").is_visible()
    page.get_by_role("link", name="移除").click()
    assert axe(page) == []
    page.get_by_role("button", name="移除密钥").click()

    page.wait_for_url("**/account/second-factor/")
    assert page.get_by_role("link", name="移除").count() == 0
    page.goto("/me/")
    assert page.url.endswith("/account/second-factor/")  # demanded again


def test_no_key_at_hand_is_said_on_the_page(browse, officer):
    page = browse()
    session, number = plug_in(page)
    page.goto("/sign-in/")
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": number})
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no key')) }")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_role("alert").is_visible()


@pytest.mark.parametrize(("width", "locale"), [(390, "zh-CN"), (1280, "zh-CN"), (390, "en-GB"), (1280, "en-GB")])
def test_the_pages_of_signing_in_can_be_read_by_everybody(browse, axe, width, locale, settings):
    settings.FACTOR_DEMANDED = False
    person = factories.user("secretary", factories.organization("901"), username="carol")
    strangers, known = browse(width=width, locale=locale), browse(user=person, width=width, locale=locale)
    for address in ("/sign-in/", "/sign-in/activate/", "/sign-in/closed/"):
        strangers.goto(address)
        assert (address, axe(strangers)) == (address, [])
    for address in (
        "/account/sessions/",
        "/account/second-factor/",
        "/account/password/",
        "/account/second-factor/on/",
    ):
        known.goto(address)
        assert (address, axe(known)) == (address, [])
        assert known.evaluate("document.documentElement.scrollWidth <= innerWidth")
