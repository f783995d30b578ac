from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("articles.public.urls")),
    path("desk/", include("articles.desk.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
]
