"""The suite's own tools do what others rely on."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from tests import house

BARE = "<!doctype html><html lang='zh'><title>t</title><main><h1>t</h1><img src='/x.png'></main></html>"


def test_nothing_outside_the_suite_s_folder_is_written() -> None:
    assert Path(settings.DATA) == Path(os.environ["XUEZUO_DATA"])
    assert "xuezuo-tests-" in str(settings.DATA)


@pytest.mark.django_db
def test_database_is_the_one_that_was_asked_for() -> None:
    assert connection.vendor == ("postgresql" if house.on_postgres() else "sqlite")
    assert get_user_model().objects.count() == 0


def test_passwords_are_hashed_fast() -> None:
    assert settings.PASSWORD_HASHERS[0].endswith("MD5PasswordHasher")


@pytest.mark.journey
def test_axe_finds_a_picture_without_words(live_page, axe) -> None:
    live_page.goto("/static/README.md")
    live_page.set_content(BARE)

    assert [found.split(":")[0] for found in axe(live_page)] == ["image-alt"]


@pytest.mark.journey
def test_a_phone_in_chinese(live_page) -> None:
    live_page.goto("/static/README.md")

    assert live_page.evaluate(
        "[screen.width, navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone]"
    ) == [
        390,
        "zh-CN",
        "Asia/Shanghai",
    ]
