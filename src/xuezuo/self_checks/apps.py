from django.apps import AppConfig


class SelfChecksConfig(AppConfig):
    name = "xuezuo.self_checks"
    default_auto_field = "django.db.models.BigAutoField"
