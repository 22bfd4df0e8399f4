from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "xuezuo.web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # reason: these listen to signals, and need the models
        from xuezuo.web.account import sessions, sign_in_factors  # noqa: F401
