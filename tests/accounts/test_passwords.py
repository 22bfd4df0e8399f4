"""Which passwords are taken: long ones of any signs, but none that is tried first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests import factories
from xuezuo.accounts.models import User


def taken(password: str) -> bool:
    try:
        validate_password(password, User(username="liwei", display_name="李伟"))
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "password",
    [
        "two geese walk",
        "只有小写汉字也可以的一句话",
        "aaaaaaaabbbbbbbbcccc",
        " a b c d e f ",
        "🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊",
        "9035768124",
        "x" * 128,
    ],
)
def test_any_signs_will_do(password):
    assert taken(password)


@pytest.mark.parametrize("password", ["short word", "nine sign"])
def test_ten_signs_are_the_least(password):
    assert taken(password) == (len(password) >= 10)


@pytest.mark.parametrize(
    "password", ["1234567890", "qwertyuiop", "dragon20161020", "!!sunshine2016!!", "Letmein......"]
)
def test_much_used_ones_are_refused_also_with_digits_around_them(password):
    assert not taken(password)


def test_the_list_of_much_used_ones_is_long_enough():
    """The longer ones of the list alone would be too few; with digits behind them the short ones count too (ASVS 6.2.4)."""
    from django.contrib.auth.password_validation import CommonPasswordValidator  # reason: only this test counts it

    known = sorted(word for word in CommonPasswordValidator().passwords if word.isalpha())
    tried = [word.ljust(10, "7") for word in known[:3_000]]

    assert len(tried) == 3_000
    assert [word for word in tried if taken(word)] == []


@pytest.mark.parametrize(
    "password",
    ["xuezuo2016!", "dangyuan-2016", "学做学做学做学做2016", "党支部书记2016中国", "liwei19900101", "Shuji-Liwei-2016"],
)
def test_words_of_the_house_and_the_own_name_are_refused(password):
    assert not taken(password)


def test_a_sentence_that_holds_such_a_word_is_taken():
    assert taken("the secretary keeps nine geese")


@pytest.mark.django_db
def test_a_password_is_read_to_its_last_sign_and_as_it_was_typed(client):
    long = " Ä" + "x" * 98
    user = factories.user("member", factories.organization("901"), username="ada")
    user.set_password(long)
    user.save()

    def opens(password: str) -> bool:
        return client.post("/sign-in/", {"login": "ada", "password": password}).status_code == 302

    assert [opens(one) for one in (long[:-1], long.strip(), long.lower(), long)] == [False, False, False, True]
