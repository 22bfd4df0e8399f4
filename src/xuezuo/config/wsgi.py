"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application

from xuezuo.commands.parents import end_with_parent
from xuezuo.config.options import keep_files_private
from xuezuo.row_policies import sights

keep_files_private()
if os.environ.get("XUEZUO_GATHERED"):  # under `xuezuo serve`, whose server begins its workers from its main thread
    end_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xuezuo.config.settings")
application = get_wsgi_application()
sights.close_process()

# reason: the pages' own modules need the settings that the application has just read
from xuezuo.web.relief import counting  # noqa: E402

counting.begin()
