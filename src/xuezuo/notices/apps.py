from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "xuezuo.notices"
    default_auto_field = "django.db.models.BigAutoField"
