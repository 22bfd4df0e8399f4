from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "xuezuo.privacy"
    default_auto_field = "django.db.models.BigAutoField"
