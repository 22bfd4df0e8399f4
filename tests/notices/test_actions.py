"""What a person may do with a notice, and what stands in the audit for it."""

from datetime import date

import pytest

from tests import factories
from xuezuo.audit.models import Event
from xuezuo.campaigns.actions import confirm_proposal
from xuezuo.notices import actions, queries
from xuezuo.notices.models import Issue, Notice, Receipt
from xuezuo.organizations.queries import placement_of
from xuezuo.refusals import Refusal
from xuezuo.scopes import NotVisible, operator

MAY, JUNE = date(2016, 5, 9), date(2016, 6, 30)
CONTENT = (
    "关于学习的通知\n\n各党支部：\n各党支部要在2016年6月30日前组织一次专题讨论。\n\n县委组织部\n2016年5月8日\n".encode()
)


@pytest.fixture
def tree(db):
    top = factories.organization("901", kind="local_committee")
    town = factories.organization("901001", top, kind="committee")
    return {
        "top": top,
        "town": town,
        "branch": factories.organization("901001001", town),
        "sibling": factories.organization("901002", top, kind="committee"),
    }


def scope(role, organization):
    return factories.scope(factories.user(role, organization))


def place(organization):
    return placement_of(operator(), organization.pk)


@pytest.fixture
def alice(tree):
    return scope("officer", tree["top"])


@pytest.fixture
def notice(tree, alice):
    return actions.take_in(by=alice, holder=place(tree["top"]), file_name="a.txt", content=CONTENT)


def test_taking_in_keeps_bytes_text_reading_and_proposals(notice, alice):
    assert bytes(notice.original) == CONTENT
    assert notice.reading["requirements"][0]["span"] == notice.text[slice(*_span(notice))]
    assert Event.objects.filter(action="notice.take_in", viewer_id=alice.viewer_id).count() == 1


def _span(notice):
    first = notice.proposals.first()
    return first.start, first.end


@pytest.mark.parametrize("role", ["secretary", "inspector", "member", "auditor", "administrator"])
def test_only_offices_take_notices_in(tree, role):
    with pytest.raises(NotVisible):
        actions.take_in(by=scope(role, tree["top"]), holder=place(tree["top"]), file_name="a.txt", content=CONTENT)
    assert Notice.objects.count() == 0


def test_an_office_takes_nothing_in_for_its_superior(tree):
    with pytest.raises(NotVisible):
        actions.take_in(
            by=scope("officer", tree["town"]), holder=place(tree["top"]), file_name="a.txt", content=CONTENT
        )


def test_a_refused_addressee_leaves_no_notice_behind(tree):
    bob = scope("officer", tree["town"])
    with pytest.raises(NotVisible):
        actions.take_in_and_issue(
            by=bob,
            holder=place(tree["town"]),
            file_name="a.txt",
            content=CONTENT,
            organizations=[place(tree["town"]), place(tree["sibling"])],
        )
    assert (Notice.objects.count(), Issue.objects.count()) == (0, 0)
    assert not Event.objects.filter(object_kind="notice").exists()


def test_issuing_twice_stands_once(tree, notice, alice):
    assert len(actions.issue(by=alice, notice=notice, organizations=[place(tree["town"])])) == 1
    assert actions.issue(by=alice, notice=notice, organizations=[place(tree["town"])]) == []
    assert Event.objects.filter(action="notice.issue").count() == 1
    with pytest.raises(Refusal):
        actions.issue(by=alice, notice=notice, organizations=[])


def test_who_sees_a_notice_that_was_issued_to_a_town(tree, notice, alice):
    actions.issue(by=alice, notice=notice, organizations=[place(tree["town"])])

    for role, where, sees in [
        ("officer", "top", True),
        ("officer", "town", True),
        ("secretary", "branch", True),
        ("member", "branch", True),
        ("officer", "sibling", False),
        ("auditor", "top", False),
        ("administrator", "top", False),
    ]:
        assert queries.notices(scope(role, tree[where])).exists() is sees, (role, where)
    assert not queries.may_edit(scope("officer", tree["town"]), notice)


def test_opening_is_a_receipt_for_offices_and_secretaries_only(tree, notice, alice):
    actions.issue(by=alice, notice=notice, organizations=[place(tree["town"])])

    for role, where, kept in [
        ("member", "branch", 0),
        ("inspector", "town", 0),
        ("officer", "top", 0),  # the issuer was not addressed
        ("secretary", "branch", 1),
        ("secretary", "branch", 1),  # once for the organization, whoever opens it
        ("officer", "town", 2),
    ]:
        actions.receive(by=scope(role, tree[where]), notice=notice)
        assert Receipt.objects.count() == kept, (role, where)
    left = queries.expected(alice, notice, received=False)
    assert list(left) == []


def test_expected_and_received_are_the_same_organizations(tree, notice, alice):
    actions.issue(by=alice, notice=notice, organizations=[place(tree["town"]), place(tree["branch"])])
    actions.receive(by=scope("secretary", tree["branch"]), notice=notice)

    expected = queries.expected(alice, notice)

    assert [one.organization.code for one in expected] == ["901001", "901001001"]  # addressed twice, counted once
    assert [one.organization.code for one in queries.expected(alice, notice, received=True)] == ["901001001"]
    assert [one.organization.code for one in queries.expected(scope("secretary", tree["branch"]), notice)] == [
        "901001001"
    ]


def test_a_decided_proposal_is_not_changed_any_more(notice, alice):
    first = notice.proposals.first()
    actions.drop(by=alice, proposal=first, reason="说明而非要求")
    with pytest.raises(Refusal):
        actions.edit_proposal(by=alice, proposal=first, topic="meeting")
    with pytest.raises(Refusal):
        actions.drop(by=alice, proposal=first)
    again = actions.restore(by=alice, proposal=first)
    assert actions.edit_proposal(by=alice, proposal=again, topic="meeting").topic == "meeting"
    with pytest.raises(Refusal):
        actions.restore(by=alice, proposal=again)


@pytest.mark.parametrize("act", [actions.drop, actions.edit_proposal, actions.restore])
def test_a_page_opened_before_somebody_else_decided_changes_nothing(notice, alice, tree, act):
    first = notice.proposals.first()
    opened = queries.proposal(alice, notice.pk, first.pk)
    if act is actions.restore:
        actions.drop(by=alice, proposal=first)
        opened = queries.proposal(alice, notice.pk, first.pk)
        actions.restore(by=alice, proposal=first)
    else:
        campaign = factories.campaign(tree["top"], issued=False)
        confirm_proposal(by=alice, proposal=first, campaign=campaign, opens_on=MAY, due_on=JUNE)
    acts = Event.objects.count()
    with pytest.raises(Refusal) as caught:
        act(by=alice, proposal=opened, **({"topic": "practice"} if act is actions.edit_proposal else {}))
    assert caught.value.code == ("proposal_not_dropped" if act is actions.restore else "proposal_confirmed")
    assert Event.objects.count() == acts
    assert not hasattr(queries.proposal(alice, notice.pk, first.pk), "dropping")


@pytest.mark.parametrize(("field", "value"), [("topic", "cooking"), ("strength", "medium"), ("due", "someday")])
def test_unknown_words_are_refused(notice, alice, field, value):
    with pytest.raises(Refusal):
        actions.edit_proposal(by=alice, proposal=notice.proposals.first(), **{field: value})


def test_publishing_is_a_decision_with_a_name(notice, alice, tree):
    with pytest.raises(NotVisible):
        actions.publish(by=scope("officer", tree["town"]), notice=notice)
    actions.publish(by=alice, notice=notice)
    actions.publish(by=alice, notice=notice)
    assert notice.publishing.decided_by == alice.viewer_id
    assert list(queries.published()) == [notice]
    assert Event.objects.filter(action="notice.publish").count() == 1
