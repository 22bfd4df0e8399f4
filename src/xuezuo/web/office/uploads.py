"""Files that people send: looked at for size before a byte of them is read into memory."""

from django.core.files.uploadedfile import UploadedFile

from xuezuo.refusals import Refusal


def content_of(upload: UploadedFile, limit_mb: int) -> tuple[str, bytes]:
    """Name and bytes. Raises `Refusal` for a file above the limit."""
    size = upload.size or 0
    if size > limit_mb * 2**20:
        raise Refusal("file_too_large", name=upload.name, size_mb=size // 2**20, limit_mb=limit_mb)
    return upload.name or "", upload.read()
