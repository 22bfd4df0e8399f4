from django.apps import AppConfig


class BurdensConfig(AppConfig):
    name = "xuezuo.burdens"
    default_auto_field = "django.db.models.BigAutoField"
