"""Which table shows which of its rows, as SQL conditions over the session's variables (`sights`).

A condition that reads a table under a policy reads it under that policy: a make-up shows where its absence does.
"""

OWN = "{column} = (SELECT nullif(current_setting('xuezuo.member', true), '')::bigint)"
"""The viewer's own rows."""

WITHIN = (
    "EXISTS (SELECT 1 FROM organizations_placement place WHERE place.organization_id = {column}"
    " AND place.path >= current_setting('xuezuo.path', true) AND place.path < current_setting('xuezuo.until', true))"
)
"""Rows of an organization that stands, or ever stood, in the viewer's part of the tree. The first line asks for days."""

NAMED = (
    "EXISTS (SELECT 1 FROM organizations_membership belongs JOIN organizations_placement place"
    " ON place.organization_id = belongs.organization_id WHERE belongs.member_id = {column}"
    " AND place.path >= current_setting('xuezuo.path', true) AND place.path < current_setting('xuezuo.until', true)"
    " AND length(place.path) <= (SELECT nullif(current_setting('xuezuo.names', true), '')::int))"
)
"""People whose branch stands so near that the viewer sees names there (architecture section 9, decision 2)."""

VISIBLE = "EXISTS (SELECT 1 FROM {table} seen WHERE seen.{key} = {column})"
"""Rows that hang on a row of another table, and show where that one does."""

OF_RECORD = (
    "EXISTS (SELECT 1 FROM records_record held JOIN organizations_placement place"
    " ON place.organization_id = held.organization_id WHERE held.id = {column}"
    " AND place.path >= current_setting('xuezuo.path', true) AND place.path < current_setting('xuezuo.until', true))"
)

OF_PLAN = (
    "EXISTS (SELECT 1 FROM records_makeupplan held JOIN organizations_placement place"
    " ON place.organization_id = held.organization_id WHERE held.id = {column}"
    " AND place.path >= current_setting('xuezuo.path', true) AND place.path < current_setting('xuezuo.until', true))"
)


def either(*conditions: str) -> str:
    return " OR ".join(conditions)


def within(column: str) -> str:
    return WITHIN.format(column=column)


def own(column: str) -> str:
    return OWN.format(column=column)


def visible(column: str, table: str, key: str = "id") -> str:
    return VISIBLE.format(column=column, table=table, key=key)


_MEMBERSHIP = "organizations_membership"

POLICIES: dict[str, str] = {
    "organizations_member": either(NAMED.format(column="organizations_member.id"), own("id")),
    _MEMBERSHIP: either(within("organizations_membership.organization_id"), own("member_id")),
    "organizations_groupmembership": visible("organizations_groupmembership.member_id", _MEMBERSHIP, "member_id"),
    "records_absence": either(
        OF_RECORD.format(column="records_absence.record_id"),
        visible("records_absence.member_id", _MEMBERSHIP, "member_id"),
    ),
    "records_guestattendance": either(
        OF_RECORD.format(column="records_guestattendance.record_id"),
        visible("records_guestattendance.member_id", _MEMBERSHIP, "member_id"),
    ),
    "records_makeupline": either(
        visible("records_makeupline.member_id", _MEMBERSHIP, "member_id"),
        OF_PLAN.format(column="records_makeupline.plan_id"),
    ),
    "records_textbrought": visible("records_textbrought.line_id", "records_makeupline"),
    "records_outofreach": visible("records_outofreach.line_id", "records_makeupline"),
    "records_guestnote": either(
        OF_RECORD.format(column="records_guestnote.record_id"), within("records_guestnote.home_id")
    ),
    "records_guestanswer": visible("records_guestanswer.note_id", "records_guestnote"),
    "records_exclusion": either(
        OF_RECORD.format(column="records_exclusion.record_id"),
        visible("records_exclusion.member_id", _MEMBERSHIP, "member_id"),
    ),
    "records_makeup": visible("records_makeup.absence_id", "records_absence"),
    "cases_case": either(within("cases_case.organization_id"), own("member_id")),
    "commitments_commitment": either(within("commitments_commitment.organization_id"), own("member_id")),
    "commitments_deed": either(within("commitments_deed.organization_id"), own("member_id")),
    "commitments_withdrawal": either(
        within("commitments_withdrawal.organization_id"),
        own("member_id"),
        "goal_id IS NOT NULL",  # goals are offered to everybody below, and one taken back is not
    ),
    "commitments_correction": either(within("commitments_correction.organization_id"), own("member_id")),
    "organizations_floating": either(
        visible("organizations_floating.grouped_id", "organizations_groupmembership"),
        within("organizations_floating.receiving_id"),
    ),
    "organizations_ending": visible("organizations_ending.membership_id", _MEMBERSHIP),
    "organizations_restoration": visible("organizations_restoration.membership_id", _MEMBERSHIP),
    "organizations_probationdecision": visible("organizations_probationdecision.member_id", _MEMBERSHIP, "member_id"),
    "organizations_factcorrection": visible("organizations_factcorrection.member_id", _MEMBERSHIP, "member_id"),
    "people_postholding": either(
        within("people_postholding.organization_id"),
        visible("people_postholding.member_id", _MEMBERSHIP, "member_id"),
    ),
    "people_transfer": either(
        within("people_transfer.source_id"),
        within("people_transfer.target_id"),
        own("member_id"),
        # where the sending branch was merged away, whoever has the member now takes it back
        visible("people_transfer.member_id", _MEMBERSHIP, "member_id"),
    ),
    "practices_namedperson": visible("practices_namedperson.member_id", _MEMBERSHIP, "member_id"),
    "privacy_disclosure": either(within("privacy_disclosure.organization_id"), own("member_id")),
    "privacy_correctionrequest": either(within("privacy_correctionrequest.organization_id"), own("member_id")),
    "privacy_reply": visible("privacy_reply.member_id", _MEMBERSHIP, "member_id"),
}
"""By table. Whoever writes is checked by the first line alone: an insert needs only that somebody is at work."""

WITHOUT: dict[str, str] = {
    "accounts_user": "read before anybody is signed in; its link to a member is an id",
    "organizations_pair": "two ids and how alike they are; the names stand in organizations_member",
    "organizations_merge": "two ids, read wherever a person is counted once",
    "privacy_erasure": "an id, and how many rows were emptied: nothing of the person is left in it",
}
"""Tables that point at a member and have no policy, each with its reason."""

APPENDED = ("audit_event", "audit_seal")
"""The web's role may add to these and read them, and nothing else, whatever the triggers say."""
