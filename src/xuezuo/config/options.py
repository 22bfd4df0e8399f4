"""Every setting of an installation: one table of variable, default and meaning. Read once, at start."""

import os
from dataclasses import dataclass
from pathlib import Path

import environ


@dataclass(frozen=True)
class Option:
    variable: str
    default: object
    meaning: str


OPTIONS = [
    Option("XUEZUO_DATA", "var/data", "Folder for the database, the keys and working files."),
    Option("XUEZUO_DATABASE_URL", "", "Database address; empty means SQLite in XUEZUO_DATA."),
    Option("XUEZUO_LANGUAGE", "zh-hans", "Language of the command's messages, and of pages for new visitors."),
    Option("XUEZUO_HOSTS", "127.0.0.1,localhost,[::1]", "Host names that the pages answer to, separated by commas."),
    Option("XUEZUO_DEBUG", False, "Developers' error pages. Never on a machine that others can reach."),
    Option("XUEZUO_HTTPS", False, "The pages are served by HTTPS: cookies are sent by HTTPS only."),
    Option("XUEZUO_PROXIES", 0, "How many proxies of your own stand before the pages; their word is believed."),
    Option(
        "XUEZUO_WORKERS",
        1,
        "Processes that answer pages: for many people as many as processors, on SQLite too, whose one writer is handed on between them. Each of them remembers for itself which code of an app was used and how often an address tried.",
    ),
    Option("XUEZUO_FAST_PASSWORDS", False, "Weak password hashing, for tests and the demo place only."),
    Option("XUEZUO_SUITE", "aes", "How personal values are stored: aes (AES-256-GCM, SHA-256) or sm (SM4-GCM, SM3)."),
    Option("XUEZUO_ID_REGION_CHECK", "warn", "Identity numbers of impossible regions on import: warn or reject."),
    Option(
        "XUEZUO_SECOND_FACTOR",
        "demanded",
        "demanded: officers and inspectors from county level up and all administrators set up a second factor before anything else; offered: whoever wants.",
    ),
    Option(
        "XUEZUO_SECOND_FACTOR_KINDS",
        "local_committee,working_committee,leading_group",
        "Kinds of organization whose officers and inspectors need a second factor, separated by commas.",
    ),
    Option("XUEZUO_SESSION_IDLE", 120, "Minutes without a request after which somebody must sign in again."),
    Option("XUEZUO_SESSION_LONGEST", 720, "Minutes after which everybody must sign in again."),
    Option(
        "XUEZUO_OFFLINE_DAYS",
        14,
        "Days without contact after which a phone forgets the branch it kept; 0: no phone may keep one.",
    ),
    Option("XUEZUO_ACTIVATION_DAYS", 30, "Days for which an activation code is good."),
    Option("XUEZUO_SSO_ISSUER", "", "Single sign-on: address of an OpenID provider; empty means off."),
    Option("XUEZUO_SSO_CLIENT", "", "Single sign-on: the name under which the provider knows this installation."),
    Option("XUEZUO_SSO_SECRET", "", "Single sign-on: the secret that goes with it. From the environment only."),
    Option("XUEZUO_SSO_NAME", "", "Single sign-on: what the button on the sign-in page says."),
    Option(
        "XUEZUO_SSO_CLAIM",
        "preferred_username",
        "Single sign-on: the claim that is the name to sign in with here; used once, to link. People must not be able to change it there.",
    ),
    Option(
        "XUEZUO_SSO_FACTOR",
        "",
        "Single sign-on: values of amr or acr by which the provider vouches for a second factor; empty means ours is asked for.",
    ),
    Option(
        "XUEZUO_DIGEST_MAIL",
        "",
        "Mail server for one digest a week, such as smtp://name:secret@host:587; empty means that no mail is ever sent.",
    ),
    Option("XUEZUO_DIGEST_FROM", "", "The sender's address of these mails."),
    Option(
        "XUEZUO_DISK_FLOOR",
        64,
        "Megabytes that must be free where XUEZUO_DATA lies; with less, /readyz says 503 and disk. 0: it does not look.",
    ),
    Option("XUEZUO_SPARK_MASTER", "local[*]", "Where Spark runs, for figures beyond one machine (extra spark)."),
    Option("XUEZUO_SPARK_MEMORY", "2g", "Memory of Spark's own process on this machine."),
    Option(
        "XUEZUO_TODAY",
        "",
        "A date that stands for today, so that the demo can stand in 2016; every entry is dated so too. Empty means the clock; never set it where real people work.",
    ),
]

_environment = environ.Env()


def read(variable: str) -> str:
    option = next(option for option in OPTIONS if option.variable == variable)
    return str(_environment.str(variable, default=str(option.default)))


def number(variable: str) -> int:
    """Zero for what is no whole number: the safe reading of every number here."""
    text = read(variable)
    return int(text) if text.isdecimal() else 0


def switched_on(variable: str) -> bool:
    return read(variable).lower() in ("1", "true", "yes", "on")


def mail(variable: str) -> dict[str, object]:
    """Django's settings for a mail server; without one, a mail goes nowhere."""
    config: dict[str, object] = environ.Env.email_url_config(read(variable) or "dummymail://")
    return config


def keep_files_private() -> None:
    """Whatever this process writes, the database above all, is for its owner only: it names people."""
    os.umask(0o077)


def data_folder() -> Path:
    return Path(read("XUEZUO_DATA")).resolve()
