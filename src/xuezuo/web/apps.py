from django.apps import AppConfig
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "xuezuo.web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # reason: these listen to signals, and need the models
        from xuezuo.web.account import sessions, sign_in_factors  # noqa: F401

        # Django's own sentence speaks of empty characters, which reads as if spaces were forbidden
        ProhibitNullCharactersValidator.message = _(
            "There is a sign in it that cannot be kept: the null character (U+0000), which comes along when text is"
            " copied and is shown as “�” here. Delete it."
        )
