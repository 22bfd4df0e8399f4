"""Refusals of acts on the tree."""

from django.utils.translation.trans_null import gettext_noop as _  # the plain one: needs no settings at import

SENTENCES: dict[str, str] = {
    "tree_act_unknown": _("There is no act %(word)s; choose one of %(choices)s."),
    "tree_own_top": _("%(name)s is your own organization; the office above it does this."),
    "tree_day_too_far": _("%(day)s cannot be; choose a day from %(earliest)s to %(latest)s."),
    "tree_reason_missing": _("A reason is missing; write in a few words on whose decision this is done."),
    "tree_parent_is_branch": _("%(name)s is a branch and holds members, not organizations; choose one above it."),
    "tree_members_need_branch": _("%(name)s is not a branch and takes no members; choose a branch for them."),
    "tree_word_unknown": _("%(word)s is not known here; use one of %(choices)s."),
    "tree_not_standing": _("%(name)s has no place in the tree on %(day)s; choose another day or reopen it first."),
    "tree_stands_already": _("%(name)s stands in the tree on %(day)s already; nothing to reopen."),
    "tree_circle": _("%(name)s cannot go below itself or below %(to)s, which stands under it; choose another place."),
    "tree_there_already": _("%(name)s stands below %(to)s already; choose another place."),
    "tree_same": _("An organization cannot be merged with itself; choose another one for %(name)s."),
    "tree_later_places": _(
        "%(name)s, or something below it, got its place on %(since)s or changes it then; choose a later day,"
        " or undo that act first."
    ),
    "tree_later_act": _(
        "%(name)s was changed from %(since)s on by another act; choose a later day, or undo that act first."
    ),
    "tree_members_since": _(
        "Members of %(name)s came or left on %(day)s or later; choose a later day so that nobody's membership is lost."
    ),
    "tree_has_children": _(
        "%(number)s organizations stand below %(name)s; say who takes them over, or move them first."
    ),
    "tree_has_members": _(
        "%(number)s members belong to %(name)s; say which branch takes them over, or transfer them first."
    ),
    "tree_code_taken": _("The code %(code)s is taken; choose another one."),
    "tree_name_missing": _("A name is missing; write the full name, as on the seal."),
    "tree_code_missing": _("A code is missing; write the code of the new organization."),
    "tree_target_missing": _("Say with which organization or below which one; its code is enough."),
    "tree_target_twice": _("%(words)s is the name of more than one organization in your part; give the code."),
    "tree_name_same": _("%(name)s has this name already; nothing to change."),
    "tree_class_same": _("%(name)s is of this kind and sector already; nothing to change."),
    "tree_class_ahead": _(
        "Kind and sector are changed from today on or with an earlier day; %(day)s has not come yet."
    ),
    "tree_class_holds": _(
        "%(name)s cannot become this kind: members need a branch, organizations below need a committee."
    ),
    "tree_split_nothing": _("Choose who or what goes to the new organization; nobody is chosen yet."),
    "tree_split_not_there": _("%(number)s of those chosen are not on the roster of %(name)s on %(day)s; choose again."),
    "tree_plan_stale": _("The tree changed since you looked; read what would happen now, and confirm again."),
    "tree_undo_late": _(
        "An act is undone within %(days)s days; this one was decided on %(decided)s. Make a new act instead."
    ),
    "tree_undone_already": _("This act was undone already; nothing changed."),
    "tree_ends_ahead": _(
        "%(name)s ends on %(day)s and takes in nobody until then; use the branch that takes over, or have that act"
        " undone first."
    ),
    "tree_parent_changes_ahead": _(
        "%(name)s changes or loses its place in the tree on %(day)s; found the organization after that day, or have"
        " that act undone first."
    ),
    "tree_undo_built_on": _("Something later builds on this act (%(name)s); undo that first, or make a new act."),
}
"""What cannot be done to the tree, and what to do instead."""
