"""Named comparisons: our way against the other ways of getting the same answer, in one run. `make bench`.

A benchmark is a function in any module here:

    @benchmark("Everything under one county, 103,000 places")
    def subtree() -> Iterator[Way]:
        yield Way("path range", lambda: …)         # ours comes first
        yield Way("path LIKE 'p%'", lambda: …)     # the others are measured against it

All ways must give equal answers. A number alone tells little about a shared machine; the ratio of two ways that took
turns in the same minute does.
"""
