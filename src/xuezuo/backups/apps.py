from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "xuezuo.backups"
    default_auto_field = "django.db.models.BigAutoField"
