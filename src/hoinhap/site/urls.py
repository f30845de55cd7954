"""Every address of the site."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from hoinhap.site import design, views

urlpatterns = [
    path("", include("hoinhap.apps.accounts.urls")),
    path("", include("hoinhap.apps.agencies.urls")),
    path("", include("hoinhap.apps.library.urls")),
    path("", include("hoinhap.apps.journal.urls")),
    path("", include("hoinhap.apps.search.urls")),
    path("i18n/ngon-ngu", login_not_required(set_language), name="set-language"),
    path("design", design.page, name="design"),
    path("suc-khoe", views.health, name="health"),
    path("favicon.ico", views.favicon, name="favicon"),
]

handler400 = "hoinhap.site.views.bad_request"
handler403 = "hoinhap.site.views.forbidden"
handler404 = "hoinhap.site.views.absent"
handler500 = "hoinhap.site.views.broken"
