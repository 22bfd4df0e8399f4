"""Refusals of records, cases and publications."""

from django.utils.translation.trans_null import gettext_noop as _  # the plain one: needs no settings at import

SENTENCES: dict[str, str] = {
    # records
    "record_kind_missing": _("No kind of meeting is chosen; tick at least one."),
    "record_word_unknown": _("%(word)s is not known for %(field)s; choose one from the list."),
    "record_text_too_long": _("The text for %(field)s is too long; at most %(most)s characters are kept."),
    "record_in_future": _("%(day)s has not come yet (today is %(today)s); enter the meeting after it was held."),
    "record_too_early": _(
        "%(day)s lies before this organization existed here (since %(since)s); correct the date of the meeting."
    ),
    "record_without_place": _(
        "This organization had no place in the tree on %(day)s; correct the date of the meeting."
    ),
    "record_count_impossible": _("A headcount cannot be below 0 nor guests above %(most)s; correct the number."),
    "record_count_too_large": _("A headcount cannot be above %(most)s; correct the number."),
    "record_of_nobody": _("Nobody was present by this entry; give the headcount of those who came."),
    "headcount_short": _(
        "%(attended)s present and %(absent)s absent leave %(difference)s of the %(expected)s on the roster of %(day)s "
        "unaccounted for: name who was absent, or correct the headcount."
    ),
    "headcount_over": _(
        "%(attended)s present and %(absent)s absent are %(difference)s more than the %(expected)s on the roster of "
        "%(day)s: count visitors as guests, or correct the headcount."
    ),
    "absent_twice": _("Somebody is named as absent twice; name each person once."),
    "absent_not_on_roster": _("Somebody named as absent was not on the roster of %(day)s; look at the list again."),
    "guest_on_roster": _("Somebody named as a guest is on this organization's own roster; count them as present."),
    "guests_do_not_add_up": _("%(named)s guests are named, but %(guests)s were counted; correct one of the two."),
    "reading_unknown": _("One of the readings is in no campaign that reaches this organization; choose from the list."),
    "reading_not_yet": _("%(title)s can be studied from %(since)s on; correct the date or leave the reading out."),
    "reading_without_all": _(
        "A meeting of part of the branch does not bring a reading to all; enter it as make-up study for those reached."
    ),
    "claim_not_met": _(
        "This meeting does not meet %(title)s, or another one has met it meanwhile. On a form, untick it, or correct kind, date or readings."
    ),
    "record_sent_before": _(
        "This form was already sent with other content (meeting of %(day)s); open that record and correct it there."
    ),
    "envelope_used": _("This entry's number is used already; enter the meeting again from the page."),
    "envelope_of_nothing": _("What this entry names is not there any more; look at the record and do it there."),
    "envelope_unreadable": _("This entry cannot be read (%(what)s); enter the meeting again from the page."),
    "correction_reason_missing": _("A correction needs a reason; write it in a few words."),
    "correction_changes_nothing": _("Nothing differs from the record as it stands; change what is wrong, then save."),
    "correction_meanwhile": _(
        "Somebody else corrected this record since you opened this form; what it says now stands below. "
        "Look through your own once more; sent again, it replaces theirs."
    ),
    "record_withdrawn": _(
        "This form was sent before, and the record of %(day)s was taken back since; put it back from the branch's list."
    ),
    "record_withdrawal_reason_missing": _("Taking a record back needs a reason; write it in a few words."),
    "record_withdrawal_held": _(
        "%(number)s other things hang on this record, such as what was voiced at the meeting; take them back first."
    ),
    "record_withdrawal_number_taken": _(
        "Something else was entered since under the number of this record (%(number)s) or of a part of it, so it cannot be put "
        "back; nothing was changed. Enter the meeting again."
    ),
    "record_withdrawal_too_old": _("A record can be put back within %(days)s days; enter it again."),
    "resolution_text_missing": _("A vote needs its matter in words; write what was decided."),
    "voters_missing": _("How many belong to this body is missing; type the number of its members."),
    "written_not_counted": _(
        "Opinions handed in before the meeting count only when a member is accepted or made full."
    ),
    "votes_over": _(
        "%(votes)s votes are more than the %(present)s present with a vote and %(written)s written opinions; correct one."
    ),
    "batch_day_unclear": _("%(words)s is no day; choose or type the day of the meeting."),
    "batch_branch_missing": _("The branch is missing; type the code on the sheet or a part of the branch's name."),
    "batch_reason_unknown": _("“%(word)s” is no reason for an absence; write one of: %(reasons)s."),
    "batch_day_missing": _("The day is missing; choose or type the day of the meeting."),
    "batch_count_missing": _("The headcount is missing; type how many were there."),
    "batch_count_unclear": _("%(words)s is no headcount; type how many were there."),
    "batch_word_unknown": _("“%(word)s” fits nothing in the list; type another part of the name."),
    "batch_word_twice": _("“%(word)s” fits several: %(names)s; type one of them, or a longer part of the name."),
    "batch_entered_already": _(
        "There is a record of this kind on %(day)s already; if this is another meeting, enter it by the branch's own form."
    ),
    "batch_page_old": _("This row was not made by this page; load the page again and type the row once more."),
    "exclusion_without_approver": _("Who consented is missing, or longer than 100 characters; name the office."),
    "exclusion_in_future": _("%(day)s has not come yet (today is %(today)s); give the day of the consent."),
    "exclusion_not_absent": _(
        "Only somebody with a vote who was absent can be left out of those expected; look at the list again."
    ),
    "guest_not_here": _(
        "Somebody named as a guest does not live here by their own branch's word; write their name and their branch."
    ),
    "guest_name_missing": _("The guest's name is missing; write it as their branch knows it."),
    "guest_home_own": _("A guest belongs to another branch; members of this one are counted as present."),
    "guest_home_not_branch": _("%(name)s has no members of its own; give the guest's branch."),
    "guest_answered": _("The guest's branch has answered already; look at the record again."),
    "guest_not_ours": _("This person was not on this branch's roster on %(day)s; choose from the list."),
    "make_up_of_nobody": _("Nobody is chosen; tick at least one person to make up for."),
    "make_up_in_future": _("%(day)s has not come yet (today is %(today)s); enter the make-up after it was done."),
    "make_up_too_early": _("%(day)s lies before the meeting of %(held_on)s; correct the date of the make-up."),
    "made_up_already": _("This absence was already made up on %(day)s; load the list again."),
    "make_up_too_old": _("A make-up can be taken back for 24 hours only; correct the record of the meeting instead."),
    "plan_of_nobody": _("Everybody here has been reached by %(title)s; there is nothing to make up."),
    "plan_in_past": _("%(day)s is over; choose today or a later day for the make-up."),
    "plan_partner_missing": _("Reading together needs a partner; choose somebody else of the branch."),
    "plan_partner_elsewhere": _("The partner is not on the roster of this branch; choose again."),
    "line_done_already": _("This is entered as done; take that back first."),
    "line_reason_missing": _("Write in a few words why it cannot be done."),
    "own_way_closed": _("Whoever asked for this wants it done in one way everywhere: %(reason)s"),
    "own_way_of_own": _("This is the organization's own; change or withdraw it instead."),
    "own_way_words_missing": _("Write what is done instead, and why."),
    "own_way_said": _("Another way is said already; take that back first."),
    "own_way_needless": _("A record settles this already; nothing more is needed."),
    "own_way_too_early": _("The meeting of %(day)s was before this was asked for (%(since)s); choose a later one."),
    "own_way_asked_without_reason": _("Asking back needs a reason; write what is unclear."),
    "own_way_answered": _("This was answered otherwise already; take that answer back first."),
    "own_way_too_old": _("An answer can be taken back for 24 hours only; talk with the branch instead."),
    # cases
    "case_word_unknown": _("%(word)s is not known for cases; use one of %(choices)s."),
    "case_day_in_future": _("%(day)s has not come yet (today is %(today)s); enter it after it happened."),
    "case_day_too_early": _("%(day)s lies before the case was found (%(since)s); correct the date."),
    "case_about_nobody": _("Only a case of lost contact is about one person; leave the person out."),
    "case_member_elsewhere": _("This person was not on the roster of that organization on that day; choose again."),
    "case_closed_already": _("This case is closed already; look at its page."),
    "closure_reason_missing": _("Closing a case needs a reason; write it in a few words."),
    "case_title_missing": _("Say in a few words what is to be put right."),
    "directed_without_day": _("A directed task says by when; add the day."),
    "step_about_a_person": _("This step is for cases of lost contact only; choose another one."),
    "step_locked": _(
        "The step “%(step)s” stays locked: no guidance has been published for it. Whoever is authorised publishes the"
        " document first; until then educate, welcome back, and note what was done."
    ),
    "arrangement_reason_missing": _("Say why the owner or the day changes; it stands beside the old one."),
    "arrangement_changes_nothing": _("Neither the owner nor the day is different; change one of them."),
    "reply_empty_or_long": _("A reply has between 1 and %(most)s characters; write it or shorten it."),
    "reply_of_nobody": _("This case is about no person; let the organization reply."),
    "guidance_not_needed": _("This step needs no guidance; it is open already."),
    "guidance_without_document": _("Name the document that the guidance rests on."),
    "guidance_end_reason_missing": _("Say why the guidance no longer holds."),
    "guidance_ended_already": _("This guidance has ended already; look at the list."),
    # goals, commitments, deeds
    "doing_text_missing": _("Say in a few words what it is about."),
    "doing_word_unknown": _("%(word)s is not known here; use one of %(choices)s."),
    "goal_days_crossed": _("The goal would end (%(until)s) before it begins (%(since)s); correct one of the days."),
    "goal_closed_already": _("This goal is closed already; take the closing back first."),
    "goal_elsewhere": _("This goal belongs to another unit; choose one of your own or of the units above."),
    "commitment_due_too_early": _("%(day)s lies before it was taken on (%(since)s); correct the day."),
    "commitment_member_elsewhere": _(
        "This person was not on the roster of that organization on that day; choose again."
    ),
    "deed_in_future": _("%(day)s has not come yet (today is %(today)s); enter the deed after it is done."),
    "deed_before_commitment": _("%(day)s lies before it was taken on (%(since)s); correct the day."),
    "deed_amount_without_unit": _("An amount needs its unit, and a unit its amount; fill in both or neither."),
    "withdrawn_already": _("This was taken back already; look at its page."),
    "withdrawal_reason_missing": _("Say in a few words why it is taken back."),
    "withdrawal_too_old": _("This was taken back more than a day ago; enter it anew."),
    "doing_correction_reason_missing": _("Say in a few words why it is corrected."),
    "doing_correction_changes_nothing": _("Nothing is different from before; change something or go back."),
    "voiced_too_many": _(
        "A meeting takes at most %(most)s problems and as many commitments; enter the others on their pages."
    ),
    "closure_after_relapse": _("The look-back of %(day)s found a relapse; look back again before closing."),
    # publicity
    "publication_kind_unknown": _("%(word)s is no kind of publication; use one of %(choices)s."),
    "publication_title_missing": _("The title is missing; write it as it was published."),
    "publication_in_future": _("%(day)s has not come yet (today is %(today)s); enter it after it happened."),
    "views_too_early": _("%(day)s lies before the publication (%(since)s); correct the date."),
    "views_negative": _("Views cannot be below 0; correct the number."),
    "views_too_many": _("Views cannot be above %(most)s; correct the number."),
    # practices
    "practice_without_consent": _("A practice is shared only if the organization agrees; tick that it does."),
    "practice_names_people": _(
        "The text names %(number)s of the branch who did not agree to be named; take the names out, or tick who agreed."
    ),
    "practice_withdrawn": _("This practice was withdrawn; write it anew if it should be shared after all."),
    "practice_published": _("This practice is in the book already; withdraw it and write it anew to say it otherwise."),
    "practice_rewritten": _("The branch has put this practice into other words since; read it again, then publish it."),
    "practice_reason_missing": _("Withdrawing a practice needs a reason; write it in a few words."),
    "practice_own": _("This is the organization's own practice; others adopt it."),
}
