"""Refusals of terms, posts and transfers."""

from django.utils.translation.trans_null import gettext_noop as _  # the plain one: needs no settings at import

SENTENCES: dict[str, str] = {
    # terms
    "term_in_future": _("%(day)s has not come yet (today is %(today)s); enter the election after it was held."),
    "term_dates": _("A term from %(elected_on)s to %(ends_on)s cannot be; put the dates in order, six years at most."),
    "term_known": _("The term elected on %(elected_on)s is known and ends on %(ends_on)s; correct the date."),
    "term_collides": _(
        "The election would change places with the one of %(elected_on)s; correct the day, or take the term back and enter it anew."
    ),
    "term_put_off": _(
        "The superior put the election off until %(until)s; a term whose election was put off is not taken back, and ends within a year before that day. Ask the superior."
    ),
    "term_end_missing": _("No usual length is known for this election; give the last day of the term."),
    "deferral_reason_missing": _("A deferral needs a reason; write it in a few words."),
    "deferral_too_long": _("The term ended on %(ends_on)s; an election is put off beyond that day, by a year at most."),
    # posts
    "people_reason_missing": _("A reason is missing; write it in a few words."),
    "post_word_unknown": _("%(word)s is not known here; use one of %(choices)s."),
    "post_dates": _("A post from %(since)s to %(until)s cannot be; put the dates in order."),
    "post_too_far": _("%(day)s lies too far ahead; enter a post that begins by %(latest)s, or enter it later."),
    "post_of_oneself": _(
        "Nobody corrects the kind or the days of a post that they hold themselves; ask a colleague or the level above."
    ),
    "post_held_already": _(
        "This member holds the post since %(since)s already; correct or end that entry instead of making a second one."
    ),
    "post_end_impossible": _(
        "The post was held since %(since)s and cannot end on %(day)s; choose a day after it began, and not after it ended."
    ),
    "post_taken_back": _("This entry was taken back and is kept as it is; enter the post anew."),
    "hand_over_other_post": _("Both people must hold the same post of the same organization, one after the other."),
    "hand_over_day": _("The hand-over lies between %(since)s and today (%(today)s); correct the day."),
    "hand_over_known": _("This hand-over is entered already, on %(day)s; look at its page."),
    "hand_over_of_others": _("A hand-over is taken back by whoever entered it; ask them."),
    "hand_over_too_old": _("A hand-over is taken back within a day; correct the posts themselves if they are wrong."),
    "person_not_found": _(
        "Nobody is found by this name and identity number; check both, or pick somebody from the list."
    ),
    # transfers
    "transfer_in_future": _("%(day)s has not come yet (today is %(today)s); enter it after it happened."),
    "transfer_too_early": _("%(day)s lies before the last step (%(since)s); correct the day."),
    "transfer_over": _("This transfer is over (%(stage)s); after that only a new transfer changes anything."),
    "transfer_not_now": _("This cannot be done now (%(stage)s); load the page again and look at the last step."),
    "transfer_letter_expired": _(
        "The letter was good until %(day)s; ask the sending side to renew it, which takes them one tap."
    ),
    "transfer_under_way": _("A transfer of this member was drafted on %(day)s and is still open; go on with that one."),
    "transfer_not_home": _("The member is not on the roster of the sending branch on %(day)s; look at the roster."),
    "transfer_same_day": _("The member came to the sending branch on %(day)s; accept from the next day on."),
    "transfer_target_missing": _(
        "No branch is found by %(words)s; give its code or its full name, as on the letter, or name an organization outside."
    ),
    "transfer_target_unsaid": _(
        "The other branch is missing; give its code or its full name, or name an organization outside."
    ),
    "transfer_target_twice": _("%(words)s is the name of more than one branch; give the code."),
    "transfer_to_itself": _("The member belongs to this branch already; choose the branch they go to."),
    "transfer_two_targets": _("Give either a branch here or an organization outside, not both."),
    "transfer_target_gone": _(
        "%(name)s has no place in the tree on %(day)s; return the transfer or choose another day."
    ),
    "transfer_person_here": _(
        "Somebody with this identity number is on a roster here already; their own branch drafts the transfer."
    ),
    "transfer_facts_missing": _("Name, identity number and the day of joining are needed to enter somebody here."),
    "transfer_of_oneself": _("This is your own transfer; somebody else of your office issues or receives its letter."),
    "transfer_letter_of_others": _(
        "The letter came from outside; ask them for a new one and enter it as a new transfer."
    ),
    # member files
    "member_reason_missing": _("This was stated before; write in a few words why it changes."),
    "member_decision_unfounded": _("A decision about a person needs its reason and its document; write both."),
    "member_day_impossible": _("%(day)s cannot be; choose a day after %(first)s that is not in the future."),
    "member_days_out_of_order": _(
        "Birth, joining and becoming full come in this order, none of them in the future; look at the dates again."
    ),
    "member_left_already": _("The member left this roster on %(day)s; nothing to enter."),
    "member_group_unknown": _("There is no such group; choose one of the list."),
    "member_in_group": _("The member is in this group already, or was at that time; look at the dates."),
    "floating_without_destination": _("A floating member has a destination; write province, city and county."),
    "floating_organization_unknown": _("No organization has the code %(code)s; look it up, or leave it empty."),
    "ending_kind_unknown": _("There is no such way to leave the roster; choose one of the list."),
    "ending_not_to_withdraw": _(
        "Leaving on %(day)s cannot be taken back here: it is taken back already, belongs to another act, or the member"
        " is on a roster again."
    ),
    "restoration_of_nothing": _("Only a suspension that still holds can be lifted; look at the member's file."),
    "probation_by_decision": _(
        "Becoming a full member is a decision with its day and document; enter it under “End of the probation”."
    ),
    "probation_not_open": _("This member is not on probation; nothing to decide."),
    "probation_without_start": _("The day of joining is missing; fill it in first, the year is counted from it."),
    "probation_not_over": _("The year of probation is over on %(first)s; the day lies between then and today."),
    "probation_extended_already": _("A probation is extended once only; decide whether the member becomes full."),
    "probation_extension_length": _("An extension ends between %(first)s and %(last)s; choose a day in between."),
    # possible duplicates
    "pair_reason_missing": _("Write in a few words how you know; the other branch reads it too."),
    "pair_decided_already": _("This is decided already; open it again to see the decision."),
    "pair_needs_statements": _("Both branches say first whether this is their member; %(number)s of 2 have."),
    "pair_entry_merged": _("One of the two is merged with another entry already; undo that first."),
    "pair_keeps_none": _("Choose which of the two entries stays."),
    "pair_home_unknown": _("Choose in which of the branches the member is, from the list."),
    "pair_undo_too_late": _("A decision is undone within %(days)s days; %(decided)s is longer ago."),
    "pairs_too_many": _("There are %(members)s members below; ask the operator to run “xuezuo duplicates”."),
}
