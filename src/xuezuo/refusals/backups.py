"""Refusals of backups."""

from django.utils.translation.trans_null import gettext_noop as _  # the plain one: needs no settings at import

SENTENCES: dict[str, str] = {
    "database_not_upgraded": _("The tables of %(name)s are those of another version; run xuezuo init first."),
    "backup_folder_taken": _("The folder %(folder)s holds something already; name a new one for the backup."),
    "backup_missing": _("%(folder)s holds no backup; name the folder that “xuezuo backup” wrote."),
    "backup_cut_off": _("The backup in %(folder)s was cut off before its end; take another one."),
    "backup_broken": _("In the backup %(folder)s, %(name)s is not what was written; take another backup."),
    "backup_newer": _(
        "The backup %(folder)s was made by xuezuo %(version)s in a later form; restore it with that version."
    ),
    "backup_newer_program": _(
        "The backup was made by the newer xuezuo %(version)s; install that version, then restore."
    ),
    "backup_older_tables": _(
        "The backup was made by xuezuo %(version)s, and the tables of this database are newer; "
        "restore into a database without tables."
    ),
    "backup_database_taken": _(
        "The database holds rows already (in %(table)s); restore into an empty one, or name another XUEZUO_DATA."
    ),
    "backup_other_keys": _(
        "The backup was sealed with other keys, and does not bring them; put its keys.json into %(folder)s first."
    ),
    "backup_not_equal": _(
        "What was restored to %(table)s is not equal to the backup; nothing was kept. Please report this."
    ),
}
