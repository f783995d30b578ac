from django.urls import path

from articles.desk import session
from articles.desk.acts import views as acts
from articles.desk.articles import decisions, links
from articles.desk.articles import views as articles
from articles.desk.changes import views as changes
from articles.desk.conflicts import views as conflicts
from articles.desk.imports import batch_views, item_views, mend_views
from articles.desk.imports import views as imports
from articles.desk.queue import views as queue

app_name = "desk"

queue_urls = [
    path("", queue.queue, name="queue"),
    path("session/", session.session, name="session"),
]
act_urls = [
    path("acts/", acts.act_list, name="act-list"),
    path("undo/", acts.undo, name="undo"),
    path("undo/last/", acts.undo_last, name="undo-last"),
]
article_urls = [
    path("articles/<int:pk>/", articles.article_detail, name="article-detail"),
    path("articles/<int:pk>/pane/", queue.article_pane, name="article-pane"),
    path("articles/<int:pk>/edit/", articles.article_edit, name="article-edit"),
    path("articles/<int:pk>/publish/", decisions.article_publish, name="article-publish"),
    path("articles/<int:pk>/unpublish/", decisions.article_unpublish, name="article-unpublish"),
    path("articles/<int:pk>/reject/", decisions.article_reject, name="article-reject"),
    path("articles/<int:pk>/agree/", decisions.article_agree, name="article-agree"),
    path("articles/<int:pk>/reopen/", decisions.article_reopen, name="article-reopen"),
    path("articles/<int:pk>/score/", decisions.article_score, name="article-score"),
    path("articles/<int:pk>/fold/", decisions.article_fold, name="article-fold"),
    path("articles/<int:pk>/unfold/", decisions.article_unfold, name="article-unfold"),
]
link_urls = [
    path("articles/<int:pk>/links/search/", links.link_search, name="link-search"),
    path("articles/<int:pk>/links/add/", links.link_add, name="link-add"),
    path("articles/<int:pk>/links/<int:link>/remove/", links.link_remove, name="link-remove"),
    path("articles/<int:pk>/links/<int:link>/move/", links.link_move, name="link-move"),
]
change_urls = [
    path("changes/", changes.change_list, name="change-list"),
    path("changes/changes.zip", changes.change_zip, name="change-zip"),
]
conflict_urls = [
    path("conflicts/", conflicts.conflict_list, name="conflict-list"),
    path("articles/<int:pk>/keep-ours/", conflicts.article_keep_ours, name="article-keep-ours"),
    path(
        "articles/<int:pk>/take-theirs/", conflicts.article_take_theirs, name="article-take-theirs"
    ),
    path("conflicts/<int:pk>/keep-ours/", conflicts.conflict_keep_ours, name="conflict-keep-ours"),
    path(
        "conflicts/<int:pk>/take-theirs/",
        conflicts.conflict_take_theirs,
        name="conflict-take-theirs",
    ),
]
import_urls = [
    path("imports/", imports.imports, name="imports"),
    path("imports/upload/", imports.import_upload, name="import-upload"),
    path("imports/folder/", imports.import_folder, name="import-folder"),
    path("imports/<int:pk>/", batch_views.import_detail, name="import-detail"),
    path("imports/<int:pk>/files/", imports.import_files, name="import-files"),
    path("imports/<int:pk>/progress/", batch_views.import_progress, name="import-progress"),
    path("imports/<int:pk>/start/", batch_views.import_start, name="import-start"),
    path("imports/<int:pk>/cancel/", batch_views.import_cancel, name="import-cancel"),
    path("imports/<int:pk>/undo/", batch_views.import_undo, name="import-undo"),
    path("imports/<int:pk>/redo/", batch_views.import_redo, name="import-redo"),
    path("imports/<int:pk>/skip/", item_views.import_skip, name="import-skip"),
    path("imports/<int:pk>/errors.csv", item_views.import_errors_csv, name="import-errors-csv"),
    path("imports/<int:pk>/errors.zip", item_views.import_errors_zip, name="import-errors-zip"),
    path(
        "imports/<int:pk>/mend/<slug:name>/", mend_views.import_mend_alike, name="import-mend-alike"
    ),
    path("imports/<int:pk>/items/", batch_views.import_items, name="import-items"),
    path("imports/<int:pk>/items/<int:item>/", item_views.import_item, name="import-item"),
    path("imports/<int:pk>/items/<int:item>/mend/", item_views.import_mend, name="import-mend"),
    path("imports/<int:pk>/items/<int:item>/clash/", item_views.import_clash, name="import-clash"),
]
urlpatterns = [
    *(queue_urls + act_urls + article_urls + link_urls + conflict_urls + change_urls),
    *import_urls,
]
