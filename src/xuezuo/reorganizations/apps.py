from django.apps import AppConfig


class ReorganizationsConfig(AppConfig):
    name = "xuezuo.reorganizations"
    default_auto_field = "django.db.models.BigAutoField"
