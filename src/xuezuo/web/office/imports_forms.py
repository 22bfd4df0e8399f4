"""The form that sends a roster."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from xuezuo.refusals import Refusal

LIMIT_MB = 250
"""What a browser sends in one piece; a larger roster goes in by the command."""


class ImportForm(forms.Form):
    what = forms.ChoiceField(
        label=_("What the file holds"),
        choices=[("organizations", _("Organizations")), ("members", _("Members"))],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, XLS or CSV. Nothing is written before you have seen what was found and confirmed it."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        max_length=200,
        allow_empty_file=True,
    )

    def clean_file(self) -> Any:
        upload: UploadedFile = self.cleaned_data["file"]
        size = -(-(upload.size or 0) // 2**20)
        if size > LIMIT_MB:
            raise forms.ValidationError(
                str(Refusal("file_too_large", name=upload.name, size_mb=size, limit_mb=LIMIT_MB))
            )
        return upload
