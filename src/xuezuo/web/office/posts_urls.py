"""Addresses of posts and hand-overs."""

from django.urls import path

from xuezuo.web.office import posts, posts_hand_overs

urlpatterns = [
    path("organizations/<str:code>/posts/", posts.listing, name="posts"),
    path("organizations/<str:code>/posts/new/", posts.new, name="post-new"),
    path("posts/<int:pk>/ending/", posts.ending, name="post-ending"),
    path("posts/<int:pk>/correction/", posts.correction, name="post-correction"),
    path("posts/<int:pk>/removal/", posts.removal, name="post-removal"),
    path("posts/<int:pk>/hand-over/", posts_hand_overs.new, name="hand-over-new"),
    path("hand-overs/<int:pk>/", posts_hand_overs.page, name="hand-over"),
    path("hand-overs/<int:pk>/withdrawal/", posts_hand_overs.withdrawal, name="hand-over-withdrawal"),
]
