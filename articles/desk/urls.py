from django.urls import path

from articles.desk.views import articles, conflicts, decisions, links, queue

app_name = "desk"

queue_urls = [
    path("", queue.queue, name="queue"),
    path("undo/", decisions.undo, name="undo"),
]
article_urls = [
    path("articles/<int:pk>/", articles.article_detail, name="article-detail"),
    path("articles/<int:pk>/pane/", queue.article_pane, name="article-pane"),
    path("articles/<int:pk>/edit/", articles.article_edit, name="article-edit"),
    path("articles/<int:pk>/publish/", decisions.publish, name="article-publish"),
    path("articles/<int:pk>/unpublish/", decisions.unpublish, name="article-unpublish"),
    path("articles/<int:pk>/reject/", decisions.reject, name="article-reject"),
    path("articles/<int:pk>/reopen/", decisions.reopen, name="article-reopen"),
    path("articles/<int:pk>/score/", decisions.score, name="article-score"),
    path("articles/<int:pk>/fold/", decisions.fold, name="article-fold"),
    path("articles/<int:pk>/unfold/", decisions.unfold, name="article-unfold"),
]
link_urls = [
    path("articles/<int:pk>/links/search/", links.link_search, name="link-search"),
    path("articles/<int:pk>/links/add/", links.link_add, name="link-add"),
    path("articles/<int:pk>/links/<int:link>/remove/", links.link_remove, name="link-remove"),
    path("articles/<int:pk>/links/<int:link>/move/", links.link_move, name="link-move"),
]
conflict_urls = [
    path("conflicts/<int:pk>/keep-ours/", conflicts.keep_ours, name="conflict-keep-ours"),
    path("conflicts/<int:pk>/take-theirs/", conflicts.take_theirs, name="conflict-take-theirs"),
]
urlpatterns = queue_urls + article_urls + link_urls + conflict_urls
