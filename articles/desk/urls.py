from django.urls import path

from articles.desk import density, session
from articles.desk.acts import views as acts
from articles.desk.articles import decisions, links, suggestions, versions
from articles.desk.articles import views as articles
from articles.desk.basket import views as basket
from articles.desk.bulk import views as bulk
from articles.desk.calendar import views as calendar
from articles.desk.changes import views as changes
from articles.desk.conflicts import views as conflicts
from articles.desk.duplicates import views as duplicates
from articles.desk.history import views as history
from articles.desk.imports import batch_views, item_views, mend_views
from articles.desk.imports import views as imports
from articles.desk.keys import views as keys
from articles.desk.numbers import views as numbers
from articles.desk.queue import views as queue
from articles.desk.rules import views as rules
from articles.desk.saved import alerts as saved_alerts
from articles.desk.saved import feeds as saved_feeds
from articles.desk.saved import hooks as saved_hooks
from articles.desk.saved import mail_end
from articles.desk.saved import views as saved
from articles.desk.sources import acts as source_acts
from articles.desk.sources import views as sources
from articles.desk.stories import views as stories
from articles.desk.teamwork import assignment, features, notes, plans, presence_views

app_name = "desk"

queue_urls = [
    path("", queue.queue, name="queue"),
    path("search/completions/", queue.search_completions, name="search-completions"),
    path("news/", queue.queue_news, name="queue-news"),
    path("session/", session.session, name="session"),
    path("keys/", keys.keys, name="keys"),
    path("keys/switch/", keys.key_switch, name="key-switch"),
    path("density/", density.density, name="density"),
]
act_urls = [
    path("acts/", acts.act_list, name="act-list"),
    path("history/", history.history, name="history"),
    path("undo/", acts.undo, name="undo"),
    path("undo/last/", acts.undo_last, name="undo-last"),
]
basket_urls = [
    path("basket/", basket.basket, name="basket"),
    path("basket/add/", basket.basket_add, name="basket-add"),
    path("basket/remove/", basket.basket_remove, name="basket-remove"),
    path("basket/move/", basket.basket_move, name="basket-move"),
    path("basket/empty/", basket.basket_empty, name="basket-empty"),
    path("basket/hand-over/", basket.basket_hand_over, name="basket-hand-over"),
    path("basket/fold/", basket.basket_fold, name="basket-fold"),
    path("basket/link/", basket.basket_link, name="basket-link"),
]
bulk_urls = [
    path("bulk/propose/", bulk.bulk_propose, name="bulk-propose"),
    path("bulk/topics/", bulk.bulk_topics, name="bulk-topics"),
    path("bulk/like/", bulk.bulk_like, name="bulk-like"),
    path("bulk/<int:pk>/", bulk.bulk_detail, name="bulk-detail"),
    path("bulk/<int:pk>/progress/", bulk.bulk_progress, name="bulk-progress"),
    path("bulk/<int:pk>/said/", bulk.bulk_said, name="bulk-said"),
    path("bulk/<int:pk>/start/", bulk.bulk_start, name="bulk-start"),
    path("bulk/<int:pk>/stop/", bulk.bulk_stop, name="bulk-stop"),
    path("bulk/<int:pk>/picks/", bulk.bulk_picks, name="bulk-picks"),
    path("bulk/<int:pk>/again/", bulk.bulk_again, name="bulk-again"),
    path("bulk/<int:pk>/undo/", bulk.bulk_undo, name="bulk-undo"),
]
article_urls = [
    path("articles/<int:pk>/", articles.article_detail, name="article-detail"),
    path("articles/<int:pk>/pane/", queue.article_pane, name="article-pane"),
    path("articles/<int:pk>/here/", presence_views.article_here, name="article-here"),
    path("articles/<int:pk>/edit/", articles.article_edit, name="article-edit"),
    path("articles/<int:pk>/publish/", decisions.article_publish, name="article-publish"),
    path("articles/<int:pk>/unpublish/", decisions.article_unpublish, name="article-unpublish"),
    path("articles/<int:pk>/reject/", decisions.article_reject, name="article-reject"),
    path("articles/<int:pk>/agree/", decisions.article_agree, name="article-agree"),
    path("articles/<int:pk>/reopen/", decisions.article_reopen, name="article-reopen"),
    path("articles/<int:pk>/score/", decisions.article_score, name="article-score"),
    path("articles/<int:pk>/fold/", decisions.article_fold, name="article-fold"),
    path("articles/<int:pk>/lead/", decisions.article_lead, name="article-lead"),
    path("articles/<int:pk>/unfold/", decisions.article_unfold, name="article-unfold"),
    path(
        "articles/<int:pk>/versions/<int:event>/", versions.article_version, name="article-version"
    ),
    path(
        "articles/<int:pk>/versions/<int:event>/restore/",
        versions.article_restore,
        name="article-restore",
    ),
]
plan_urls = [
    path("articles/<int:pk>/publish-at/", plans.article_publish_at, name="article-publish-at"),
    path("articles/<int:pk>/hold-at/", plans.article_hold_at, name="article-hold-at"),
    path("articles/<int:pk>/cancel-plan/", plans.article_cancel_plan, name="article-cancel-plan"),
    path("articles/<int:pk>/assign/", assignment.article_assign, name="article-assign"),
    path("articles/<int:pk>/feature/", features.article_feature, name="article-feature"),
    path(
        "articles/<int:pk>/feature/topics/",
        features.article_feature_topics,
        name="article-feature-topics",
    ),
    path("articles/<int:pk>/unfeature/", features.article_unfeature, name="article-unfeature"),
]
note_urls = [
    path("articles/<int:pk>/notes/add/", notes.note_add, name="note-add"),
    path("articles/<int:pk>/notes/<int:note>/remove/", notes.note_remove, name="note-remove"),
    path("for-you/", notes.for_you, name="for-you"),
    path("for-you/<int:pk>/done/", notes.mention_done, name="mention-done"),
]
link_urls = [
    path("articles/<int:pk>/links/search/", links.link_search, name="link-search"),
    path("articles/<int:pk>/links/offered/", links.link_offered, name="link-offered"),
    path("articles/<int:pk>/links/add/", links.link_add, name="link-add"),
    path("articles/<int:pk>/links/<int:link>/remove/", links.link_remove, name="link-remove"),
    path("articles/<int:pk>/links/<int:link>/move/", links.link_move, name="link-move"),
    path("articles/<int:pk>/suggestions/", suggestions.suggestion_list, name="suggestion-list"),
    path(
        "articles/<int:pk>/suggestions/accept/",
        suggestions.suggestion_accept,
        name="suggestion-accept",
    ),
    path(
        "articles/<int:pk>/suggestions/refuse/",
        suggestions.suggestion_refuse,
        name="suggestion-refuse",
    ),
]
duplicate_urls = [
    path("duplicates/", duplicates.duplicate_list, name="duplicate-list"),
    path("articles/<int:pk>/merge/", duplicates.article_merge, name="article-merge"),
    path("articles/<int:pk>/keep-apart/", duplicates.article_keep_apart, name="article-keep-apart"),
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
source_urls = [
    path("sources/", sources.sources, name="sources"),
    path("sources/<int:pk>/", sources.source_detail, name="source-detail"),
    path("sources/<int:pk>/note/", source_acts.source_note, name="source-note"),
    path("sources/<int:pk>/mute/", source_acts.source_mute, name="source-mute"),
    path("sources/<int:pk>/unmute/", source_acts.source_unmute, name="source-unmute"),
    path("sources/<int:pk>/limit/", source_acts.source_limit, name="source-limit"),
    path("sources/<int:pk>/own/", source_acts.source_own, name="source-own"),
]
rule_urls = [
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.rule_new, name="rule-new"),
    path("rules/try/", rules.rule_try, name="rule-try"),
    path("rules/create/", rules.rule_create, name="rule-create"),
    path("rules/<int:pk>/", rules.rule_detail, name="rule-detail"),
    path("rules/<int:pk>/trial/", rules.rule_trial, name="rule-trial"),
    path("rules/<int:pk>/hits/", rules.rule_hits, name="rule-hits"),
    path("rules/<int:pk>/edit/", rules.rule_edit, name="rule-edit"),
    path("rules/<int:pk>/switch/", rules.rule_switch, name="rule-switch"),
    path("rules/<int:pk>/move/", rules.rule_move, name="rule-move"),
    path("rules/<int:pk>/remove/", rules.rule_remove, name="rule-remove"),
    path("rules/<int:pk>/bring-back/", rules.rule_bring_back, name="rule-bring-back"),
]
saved_urls = [
    path("views/", saved.saved_views, name="saved-views"),
    path("views/save/", saved.saved_view_save, name="saved-view-save"),
    path("views/<int:pk>/", saved.saved_view, name="saved-view"),
    path("views/<int:pk>/rename/", saved.saved_view_rename, name="saved-view-rename"),
    path("views/<int:pk>/share/", saved.saved_view_share, name="saved-view-share"),
    path("views/<int:pk>/move/", saved.saved_view_move, name="saved-view-move"),
    path("views/<int:pk>/delete/", saved.saved_view_delete, name="saved-view-delete"),
    path("views/<int:pk>/feed/open/", saved_feeds.saved_feed_open, name="saved-feed-open"),
    path("views/<int:pk>/feed/close/", saved_feeds.saved_feed_close, name="saved-feed-close"),
    path("views/<int:pk>/hook/", saved_hooks.saved_hook, name="saved-hook"),
    path("views/<int:pk>/hook/open/", saved_hooks.saved_hook_open, name="saved-hook-open"),
    path(
        "views/<int:pk>/hook/switch-on/",
        saved_hooks.saved_hook_switch_on,
        name="saved-hook-switch-on",
    ),
    path("views/<int:pk>/hook/close/", saved_hooks.saved_hook_close, name="saved-hook-close"),
    path("views/<int:pk>/alert/", saved_alerts.saved_alert, name="saved-alert"),
    path("views/<int:pk>/alert/open/", saved_alerts.saved_alert_open, name="saved-alert-open"),
    path("views/<int:pk>/alert/ask/", saved_alerts.saved_alert_ask, name="saved-alert-ask"),
    path(
        "views/<int:pk>/alert/switch-on/",
        saved_alerts.saved_alert_switch_on,
        name="saved-alert-switch-on",
    ),
    path("views/<int:pk>/alert/close/", saved_alerts.saved_alert_close, name="saved-alert-close"),
    path("views/end/<str:key>/", mail_end.saved_alert_end, name="saved-alert-end"),
    path("address/confirm/<str:key>/", saved_alerts.address_confirm, name="address-confirm"),
    path("views/feed/<str:token>", saved_feeds.saved_feed, name="saved-feed"),
]
story_urls = [
    path("stories/", stories.stories, name="stories"),
    path("stories/<int:pk>/", stories.story_detail, name="story-detail"),
    path("stories/<int:pk>/search/", stories.story_search, name="story-search"),
    path("stories/<int:pk>/join/", stories.story_join, name="story-join"),
    path("stories/<int:pk>/refuse/", stories.story_refuse, name="story-refuse"),
    path("stories/<int:pk>/leave/", stories.story_leave, name="story-leave"),
    path("stories/<int:pk>/split/", stories.story_split, name="story-split"),
    path("stories/<int:pk>/merge-story/", stories.story_merge, name="story-merge"),
]
calendar_urls = [
    path("calendar/", calendar.calendar, name="calendar"),
]
number_urls = [
    path("numbers/", numbers.numbers, name="numbers"),
]
urlpatterns = [
    *(
        queue_urls
        + act_urls
        + bulk_urls
        + basket_urls
        + article_urls
        + plan_urls
        + note_urls
        + link_urls
        + duplicate_urls
        + conflict_urls
        + change_urls
    ),
    *(
        import_urls
        + source_urls
        + calendar_urls
        + number_urls
        + rule_urls
        + saved_urls
        + story_urls
    ),
]
