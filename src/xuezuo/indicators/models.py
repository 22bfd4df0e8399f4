"""What is kept of figures: all of it can be counted again from the records, and no backup holds it."""

from django.db import models

from xuezuo.organizations.fields import PathField


class Mark(models.Model):
    """Something changed about this row (`kind` is its table) since it was counted. Written by triggers (`kept.marking`)."""

    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            # SQLite writes row by row: a load of a million rows about one thing leaves one mark
            models.Index(fields=["kind", "key"], name="mark_once")
        ]


class Kept(models.Model):
    """`expected` is the whole figure's; `cells` holds the lines it can be read by (`kept.cells`)."""

    path = PathField()
    parent = PathField(blank=True)
    indicator = models.CharField(max_length=60)
    expected = models.BigIntegerField()
    settled = models.BigIntegerField()
    rows = models.BigIntegerField()
    cells = models.TextField()

    class Meta:
        abstract = True


class Own(Kept):
    """What the rows of one organization say by themselves; `path` is where they were added up."""

    organization_id = models.BigIntegerField()
    sector = models.CharField(max_length=20, blank=True)
    rows_settled = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization_id", "indicator"], name="own_once")]
        indexes = [
            # the rows of a subtree, and which of its organizations still lack something
            models.Index(fields=["indicator", "path"], name="own_of_path"),
            # one organization, and the children of one
            models.Index(fields=["parent", "path"], name="own_of_parent"),
        ]


class Node(Kept):
    """The sum of everything below a path, its own rows left out. `deepest` is the depth of the lowest that counts."""

    deepest = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "indicator"], name="node_once")]
        indexes = [
            # the children of one organization
            models.Index(fields=["parent", "indicator"], name="node_of_parent")
        ]


class Keeping(models.Model):
    """One row: how far the figures are kept.

    `day` is the day they are of, empty until all were counted; `walked_to` the path up to which a count of everything
    has come, null when none is under way; `version` grows with each pass, so that two can never mix.
    """

    day = models.DateField(null=True)
    version = models.BigIntegerField(default=0)
    definition = models.CharField(max_length=64, blank=True)
    duties = models.TextField(blank=True)
    walked_to = PathField(null=True)
    walk_day = models.DateField(null=True)
    taken_up_to = models.BigIntegerField(default=0)
    rolled_at = models.DateTimeField(null=True)
