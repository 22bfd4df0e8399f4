from django.apps import AppConfig


class ReorganizationsConfig(AppConfig):
    name = "xuezuo.reorganizations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from xuezuo.organizations import numbering  # reason: models must be there

        numbering.also_given(self.get_model("GivenPath"))
