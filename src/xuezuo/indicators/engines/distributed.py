"""The engine beyond one machine: the same definition and the same files, asked of Spark (extra `spark`, Java 17).

`XUEZUO_SPARK_MASTER` names a cluster, which must reach the folder under the same name; else Spark runs on this machine.
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from xuezuo.indicators.declared import Indicator
from xuezuo.indicators.engines import definition
from xuezuo.indicators.engines.live import Figure, figure
from xuezuo.indicators.engines.prepared import check_held, figures_of, files_of, held, row_of
from xuezuo.indicators.questions import Question
from xuezuo.indicators.row_sets.shape import Filters, Row
from xuezuo.refusals import Refusal

DIALECT = "pyspark"
LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
}


@cache
def session() -> Any:
    """One for the whole process: it takes ten seconds to start. Raises `Refusal` without the extra or without Java."""
    try:
        from pyspark.sql import SparkSession  # reason: an extra that few need
    except ImportError:
        raise Refusal("engine_needs_spark") from None
    master = settings.SPARK_MASTER
    os.environ.setdefault("PYSPARK_SUBMIT_ARGS", f"--driver-memory {settings.SPARK_MEMORY} pyspark-shell")
    builder = SparkSession.builder.appName("xuezuo").master(master).config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.session.timeZone", "Asia/Shanghai").config("spark.log.level", "ERROR")
    for name, value in LOCAL.items() if master.startswith("local") else ():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as problem:  # whatever Java says when it cannot start
        raise Refusal("engine_needs_spark") from problem


class Distributed:
    """Answers from one folder of prepared files, or from a nation's folder of many provinces."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.ready = False

    def _ask(self, text: str) -> Any:
        link = session()
        if not self.ready:
            for row_set in held(self.folder):
                link.read.parquet(files_of(self.folder, row_set)).createOrReplaceTempView(row_set.name)
            self.ready = True
        return link.sql(text)

    def count(self, indicator: Indicator, question: Question, filters: Filters) -> Figure:
        return self.grouped(indicator, question, filters, "").get("", figure(indicator, 0, 0))

    def grouped(self, indicator: Indicator, question: Question, filters: Filters, by: str) -> dict[str, Figure]:
        check_held(self.folder, indicator)
        text = definition.sql(definition.grouped(indicator, question, filters, by), DIALECT)
        return figures_of(indicator, [tuple(line) for line in self._ask(text).collect()])

    def rows(
        self, indicator: Indicator, question: Question, filters: Filters, part: str, limit: int | None = None
    ) -> Iterator[Row]:
        check_held(self.folder, indicator)
        text = definition.sql(definition.listed(indicator, question, filters, part, limit), DIALECT)
        for line in self._ask(text).toLocalIterator():
            yield row_of(indicator.row_set, tuple(line))
