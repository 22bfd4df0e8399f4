"""An office takes a notice in, marks a passage with the mouse, confirms one, and issues: in a real browser."""

import pytest

from tests import factories
from xuezuo.campaigns.models import Campaign
from xuezuo.notices.models import Notice, Proposal

TEXT = """关于开展学习的通知

各党支部：
各党支部要在2016年6月30日前组织一次专题学习讨论，并报送学习情况。
请认真学习领会。

XX县委组织部
2016年5月8日
"""
SELECT = """() => {
  const node = document.querySelector("#text").lastChild;
  const start = node.data.indexOf("XX县委组织部");
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, start + 7);
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}"""

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def alice():
    top = factories.organization("901", name="清河县委员会", kind="local_committee")
    factories.member(factories.organization("901001", top, name="柳溪村党支部"))
    return factories.user("officer", top, username="alice")


@pytest.mark.parametrize(("width", "locale"), [(390, "zh-CN"), (1280, "en-GB")])
def test_from_a_file_to_an_issued_campaign(alice, browse, axe, tmp_path, width, locale):
    file = tmp_path / "通知.txt"
    file.write_text(TEXT)
    page = browse(user=alice, width=width, locale=locale)

    def clean():
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    page.goto("/notices/new/")
    page.set_input_files("#id_file", file)
    clean()
    page.click("main form button")
    page.wait_for_url("**/notices/*/")
    clean()
    notice = Notice.objects.get()
    assert page.inner_text("#text").replace("\n", "") == TEXT.replace("\n", "")

    page.evaluate(SELECT)
    page.wait_for_function("document.querySelector('[name=passage]').value === 'XX县委组织部'")
    page.click("#add button[type=submit]")
    page.wait_for_url("**#proposal-*")
    own = Proposal.objects.get(by_person=True)
    assert notice.text[own.start : own.end] == "XX县委组织部"

    page.goto(f"/campaigns/new/?notice={notice.pk}")
    clean()
    page.fill("[name=code]", "study-2016")
    page.fill("[name=starts_on]", "2016-05-08")
    page.fill("[name=ends_on]", "2016-12-31")
    page.click("main form button")
    page.wait_for_url("**/notices/*/")

    first = notice.proposals.order_by("start")[0]
    page.click(f"#proposal-{first.pk} a.btn")
    assert page.input_value("[name=due_on]") == "2016-06-30"
    clean()
    page.click("main form .btn-primary")
    page.wait_for_url("**#proposal-*")
    clean()

    page.goto("/campaigns/study-2016/rehearsal/")
    clean()
    page.click("main form .btn-primary")
    page.wait_for_url("**/campaigns/study-2016/")
    clean()
    assert Campaign.objects.get().issued_at


@pytest.mark.parametrize("address", ["/sign-in/", "/portal/", "/feedback/new/", "/no-such-page/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_for_everybody(browse, axe, address, width):
    page = browse(width=width)
    page.goto(address)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_without_scripts_the_menu_and_the_switches_work(alice, browse):
    page = browse(user=alice)
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/notices/")
    page.click(".xz-menu > summary")
    assert page.is_visible(".xz-menu-list form button")
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.get_attribute("html", "lang") == "en"
