from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "xuezuo.organizations"
    default_auto_field = "django.db.models.BigAutoField"
