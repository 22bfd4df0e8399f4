"""The addresses of all desks. Every view says who may come by `access.access`; a test fails for one that does not."""

from django.urls import include, path

urlpatterns = [
    path("", include(f"xuezuo.web.{desk}.urls"))
    for desk in ("account", "branch", "office", "offline", "overview", "portal")
]
urlpatterns += [path("", include(f"xuezuo.web.office.{noun}_urls")) for noun in ("briefings", "imports")]
urlpatterns += [path("", include(f"xuezuo.web.office.{noun}_urls")) for noun in ("posts", "terms", "transfers")]
urlpatterns += [path("", include(f"xuezuo.web.{place}_urls")) for place in ("account.me", "branch.requests")]
urlpatterns += [path("", include(f"xuezuo.web.{room}_urls")) for room in ("branch.members", "office.duplicates")]
urlpatterns += [path("", include("xuezuo.web.office.audit_urls"))]
urlpatterns += [path("", include("xuezuo.web.office.reorganizations_urls"))]
urlpatterns += [path("", include(f"xuezuo.web.{place}_urls")) for place in ("office.accounts", "account.tokens")]
urlpatterns += [path("", include("xuezuo.web.relief.urls"))]
urlpatterns += [path("", include(f"xuezuo.web.branch.{noun}_urls")) for noun in ("cases", "doings")]
urlpatterns += [path("", include("xuezuo.web.account.self_checks_urls"))]
urlpatterns += [path("", include("xuezuo.web.branch.practices_urls"))]
