from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "xuezuo.practices"
    default_auto_field = "django.db.models.BigAutoField"
