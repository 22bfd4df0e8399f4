"""Personal values at rest: what the standards say comes out, old values stay readable, equal values stay equal."""

import secrets

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes

from xuezuo.organizations import sealing
from xuezuo.organizations.sealing import form_of, form_of_index, index, indexes, seal, sm4_gcm, unseal

COLUMN = "member.id_number"
NUMBER = "990101198001010017"


@pytest.fixture
def suite(settings):
    """Chooses the suite, and how many keys there are."""

    def choose(name: str, keys: int = 1) -> None:
        settings.SUITE = name
        more = {f"{kind}_key_{n}": str(n) * 64 for n in range(2, keys + 1) for kind in ("field", "index")}
        settings.KEYS = {"field_key": settings.FIELD_KEY, "index_key": settings.INDEX_KEY, **more}

    return choose


def test_sm4_gcm_gives_what_rfc_8998_says() -> None:
    encrypt, decrypt = sm4_gcm(bytes.fromhex("0123456789abcdeffedcba9876543210"))
    nonce = bytes.fromhex("00001234567800000000abcd")
    about = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    text = bytes.fromhex("aa" * 8 + "bb" * 8 + "cc" * 8 + "dd" * 8 + "ee" * 8 + "ff" * 8 + "ee" * 8 + "aa" * 8)
    sealed = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert encrypt(nonce, text, about) == sealed
    assert decrypt(nonce, sealed, about) == text
    with pytest.raises(InvalidTag):
        decrypt(nonce, sealed[:-1] + b"\0", about)


def test_sm3_gives_what_gb_t_32905_says() -> None:
    told = {
        b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
        b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
    }
    for text, digest in told.items():
        hashed = hashes.Hash(hashes.SM3())
        hashed.update(text)
        assert hashed.finalize().hex() == digest


@pytest.mark.parametrize(
    ("key", "text", "digest"),
    [
        (b"\x0b" * 20, b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (
            b"\xaa" * 131,
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
    ],
)
def test_the_prepared_hmac_gives_what_rfc_4231_says(key: bytes, text: bytes, digest: str) -> None:
    assert sealing.hmac_sha256(key)(text).hex() == digest


@pytest.mark.parametrize("name", ["aes", "sm"])
@pytest.mark.parametrize("keys", [1, 2])
def test_what_is_sealed_is_read_again_and_only_in_its_column(suite, name, keys) -> None:
    suite(name, keys)
    sealed = seal(NUMBER, COLUMN)
    assert unseal(sealed, COLUMN) == NUMBER
    assert NUMBER.encode() not in sealed
    assert seal(NUMBER, COLUMN) != sealed
    with pytest.raises(InvalidTag):
        unseal(sealed, "member.phone")
    with pytest.raises(InvalidTag):
        unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), COLUMN)


def test_the_first_byte_names_suite_and_key(suite) -> None:
    forms = []
    for name, keys in (("aes", 1), ("aes", 2), ("sm", 1), ("sm", 3)):
        suite(name, keys)
        forms.append(form_of(seal(NUMBER, COLUMN)))
    assert forms == [0x01, 0x02, 0x80 + 1, 0x80 + 3]


def test_old_values_stay_readable_whatever_came_after(suite) -> None:
    kept = []
    for name, keys in (("aes", 1), ("sm", 1), ("sm", 2), ("aes", 3)):
        suite(name, keys)
        kept.append((seal(NUMBER, COLUMN), index(NUMBER)))
    assert [unseal(sealed, COLUMN) for sealed, _ in kept] == [NUMBER] * 4
    assert {found for _, found in kept} <= set(indexes(NUMBER))
    assert len({found for _, found in kept}) == 4


def test_a_value_of_a_key_that_is_gone_says_which(suite) -> None:
    suite("aes", 2)
    sealed = seal(NUMBER, COLUMN)
    suite("aes", 1)
    with pytest.raises(ValueError, match="key 2"):
        unseal(sealed, COLUMN)


@pytest.mark.parametrize(("name", "keys", "length", "form"), [("aes", 1, 32, 1), ("aes", 2, 31, 2), ("sm", 1, 31, 129)])
def test_equal_values_have_equal_indexes_that_name_their_form(suite, name, keys, length, form) -> None:
    suite(name, keys)
    assert index(NUMBER) == index(NUMBER) == indexes(NUMBER)[0]
    assert index(NUMBER) != index("990101198001010025")
    assert (len(index(NUMBER)), form_of_index(index(NUMBER))) == (length, form)


def test_without_the_key_nobody_makes_the_index(suite, settings) -> None:
    suite("aes")
    known = index(NUMBER)
    settings.INDEX_KEY = secrets.token_hex(32)
    assert index(NUMBER) != known


def test_a_prepared_cipher_seals_the_same(suite) -> None:
    for name in ("aes", "sm"):
        suite(name)
        assert unseal(seal(NUMBER, COLUMN, sealing.cipher()), COLUMN) == NUMBER
