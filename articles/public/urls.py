from django.urls import path, re_path

from articles.public import feeds, health, pictures, views

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    path("feed.atom", feeds.site_feed, name="feed"),
    path("topics/", views.topic_tree, name="topic-tree"),
    path("topics/<str:slug>/", views.topic, name="topic"),
    path("topics/<str:slug>/feed.atom", feeds.topic_feed, name="topic-feed"),
    path("news/<str:slug>/", views.article, name="article"),
    path("about/", views.about, name="about"),
    path("robots.txt", feeds.robots, name="robots"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    re_path(
        r"^pictures/(?P<digest>[0-9a-f]{32})/(?P<size>[a-z]+)\.webp$",
        pictures.picture,
        name="picture",
    ),
]
