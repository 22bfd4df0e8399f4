"""What changed from above, an own way and content of one's own, as the branch and the office above meet them."""

from datetime import date

from django.test import Client

from tests import factories
from tests.records.conftest import Place
from tests.web.branch.conftest import SignedIn
from xuezuo.practices import actions as practices
from xuezuo.records.models import OwnWay

TODAY = "/organizations/099001001/today/"
OWN = "/organizations/099001001/own/"


def test_an_office_changes_a_requirement_and_the_branch_reads_it_once(
    carol: Client, signed_in: SignedIn, place: Place
) -> None:
    address = f"/campaigns/{place.campaign.code}/requirements/TALK/"
    form = {"title": "要求TALK", "opens_on": "2016-04-01", "due_on": "2016-11-15", "readings": ["RD02"]}
    alice = signed_in("alice")
    assert alice.post(f"{address}amendment/", form).status_code == 422  # every branch is told why
    html = alice.post(f"{address}amendment/", form | {"reason": "中央有新部署"}, follow=True).content.decode()
    assert "Version 2" in html
    html = carol.get(TODAY).content.decode()
    assert ("中央有新部署" in html, "<del>章程</del>" in html, "<ins>准则</ins>" in html) == (True, True, True)
    html = carol.post("/organizations/099001001/notes-from-above/noted/", follow=True).content.decode()
    assert "中央有新部署" not in html
    assert "中央有新部署" in carol.get("/organizations/099001001/notes-from-above/").content.decode()
    assert "中央有新部署" in carol.get(address).content.decode()
    assert "version 2, since 2016-10-20" in alice.get("/figures/requirements_met/").content.decode()
    assert "version 2, since 2016-10-20" in alice.get("/figures/requirements_met/list/?part=expected").content.decode()
    html = alice.post(f"{address}amendment/", {"withdraw": "1", "end-reason": "已无必要"}, follow=True).content.decode()
    assert "nobody owes it any longer" in html
    assert "已无必要" in carol.get(TODAY).content.decode()


def test_a_branch_says_its_own_way_and_the_office_accepts_or_asks(
    carol: Client, signed_in: SignedIn, place: Place
) -> None:
    held = factories.record(place.branch, date(2016, 10, 18), kinds=("theme_day",))
    address = f"{OWN}{place.requirements['TALK'].pk}/"
    assert address in carol.get(TODAY).content.decode()
    assert carol.post(address, {"what": "", "reason": "", "record": ""}).status_code == 422
    html = carol.post(address, {"what": "院落夜谈", "reason": "白天采茶", "record": ""}, follow=True).content.decode()
    assert "stands from Oct. 30, 2016" in html
    bob = signed_in("bob")
    one = OwnWay.objects.get()
    assert "院落夜谈" in bob.get("/own-ways/").content.decode()
    bob.post(f"/own-ways/{one.pk}/answer/", {"reason": "谁来讲？"})
    assert "谁来讲？" in carol.get(address).content.decode()
    bob.post(f"/own-ways/{one.pk}/answer/withdrawal/")
    bob.post(f"/own-ways/{one.pk}/answer/", {"accept": "1"})
    carol.post(address, {"record": held.pk})
    assert address not in carol.get(TODAY).content.decode()
    html = bob.get("/figures/requirements_met/list/?part=settled").content.decode()
    assert "met in its own way" in html


def test_bounds_from_above_are_shown_with_their_reason(carol: Client, place: Place) -> None:
    one = place.requirements["TALK"]
    type(one).objects.filter(pk=one.pk).update(no_own_way="程序须统一")
    html = carol.get(f"{OWN}{one.pk}/").content.decode()
    assert "程序须统一" in html
    assert "<textarea" not in html


def test_a_branch_adds_and_takes_out_its_own_content(carol: Client, signed_in: SignedIn, place: Place) -> None:
    form = {"title": "田间学习会", "kind": "", "purpose": "", "due_on": "2016-10-25", "campaign": place.campaign.pk}
    html = carol.post(f"{OWN}new/", form | {"readings": [place.readings["RD01"].pk]}, follow=True).content.decode()
    assert "田间学习会" in html
    assert "田间学习会" in carol.get(TODAY).content.decode()
    pk = place.campaign.requirements.get(title="田间学习会").pk
    assert signed_in("bob").post(f"{OWN}{pk}/withdrawal/").status_code == 404
    carol.post(f"{OWN}{pk}/withdrawal/")
    assert "田间学习会" not in carol.get(TODAY).content.decode()


def test_a_question_sent_with_the_enter_key_accepts_nothing(carol: Client, signed_in: SignedIn, place: Place) -> None:
    """A browser presses the first button of the form that the cursor is in."""
    address = f"{OWN}{place.requirements['TALK'].pk}/"
    carol.post(address, {"what": "院落夜谈", "reason": "白天采茶", "record": ""})
    html = signed_in("bob").get("/own-ways/").content.decode()
    [asking] = [form for form in html.split("<form")[1:] if 'name="reason"' in form.split("</form>")[0]]
    assert 'name="accept"' not in asking.split("</form>")[0]
    assert html.count('name="accept"') == 1


def test_an_office_that_declines_a_practice_stays_at_its_list_and_the_branch_reads_why(
    carol: Client, signed_in: SignedIn, place: Place
) -> None:
    one = practices.write(
        by=place.carol,
        organization=place.branch,
        title="院落夜谈",
        what="每月一次",
        topic="study",
        sector="village",
        agreed=True,
    )
    address = f"/practices/{one.pk}/withdrawal/"
    bob = signed_in("bob")
    answer = bob.post(address, {"reason": ""}, follow=True)
    assert answer.redirect_chain == [("/practices/offered/", 302)]
    answer = bob.post(address, {"reason": "别处已有"}, follow=True)
    assert answer.redirect_chain == [("/practices/offered/", 302)]
    assert "Declined; the branch reads your reason." in answer.content.decode()
    html = carol.get(f"/practices/{one.pk}/").content.decode()
    assert "Not published: 别处已有" in html
    assert "not published" in carol.get("/organizations/099001001/practices/").content.decode()
