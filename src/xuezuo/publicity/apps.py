from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "xuezuo.publicity"
    default_auto_field = "django.db.models.BigAutoField"
