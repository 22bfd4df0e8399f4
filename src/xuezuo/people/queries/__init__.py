"""Reading posts, hand-overs and transfers."""

from xuezuo.people.queries.posts import holders, posts_of

__all__ = ["holders", "posts_of"]
