"""Whose phone it is, for the phone itself: a mark that says who without naming or numbering anybody."""

from django.contrib.auth.models import AnonymousUser
from django.utils.crypto import salted_hmac

from xuezuo.accounts.models import User


def mark_of(user: User | AnonymousUser) -> str:
    """Equal for the same account, another for every other; "" for nobody. A kept pack carries it: when the page of
    somebody else opens on this phone, the pack goes."""
    if not isinstance(user, User) or user.pk is None:
        return ""
    return salted_hmac("xuezuo.phones", str(user.pk)).hexdigest()[:16]
