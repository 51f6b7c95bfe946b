"""Everything that stands around the article: made after the first paint, which does not wait for it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from annotator.services.user import state_folders
from annotator.services.user.folder_views import FolderViews
from annotator.ui.actions.actions import TEXT, key_table, make_actions
from annotator.ui.actions.key_bindings import KeyBindings
from annotator.ui.dialogs.about import show_about
from annotator.ui.dialogs.command_palette import CommandPalette
from annotator.ui.dialogs.document_form import DocumentForm
from annotator.ui.dialogs.key_help import KeyHelp
from annotator.ui.files.beside import BesideReader
from annotator.ui.files.codebook_commands import CodebookCommands
from annotator.ui.files.earlier_work import EarlierWorkCommands
from annotator.ui.files.file_commands import FileCommands
from annotator.ui.files.folder_commands import FolderCommands
from annotator.ui.files.folder_steps import FolderSteps
from annotator.ui.files.folder_work import FolderWork
from annotator.ui.files.lost_documents import LostDocuments
from annotator.ui.files.opening import Opening
from annotator.ui.files.others_changes import OthersChanges
from annotator.ui.files.reading_bar import ReadingBar
from annotator.ui.panels.annotation_panel import AnnotationPanel
from annotator.ui.panels.document_panel import DocumentPanel
from annotator.ui.panels.entity_panel import EntityPanel
from annotator.ui.panels.evidence_panel import EvidencePanel
from annotator.ui.panels.inspector import Inspector
from annotator.ui.panels.topic_panel import TopicPanel
from annotator.ui.preferences.in_use import Preferences
from annotator.ui.review.review_screen import ReviewScreen
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.text.find_bar import FindBar
from annotator.ui.text.word_lights import WordLights
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.notice_bar import NoticeBar
from annotator.ui.window.chart_pane import ChartPane
from annotator.ui.window.chart_room import ChartRoom
from annotator.ui.window.context_menus import ContextMenus
from annotator.ui.window.first_steps import FirstSteps
from annotator.ui.window.menus import fill_menus
from annotator.ui.window.network_room import NetworkRoom
from annotator.ui.window.passages_room import PassagesRoom
from annotator.ui.window.reshaping import Reshaping
from annotator.ui.window.same_commands import SameCommands
from annotator.ui.window.status_line import StatusLine
from annotator.ui.window.suggesting import Suggesting
from annotator.ui.window.text_commands import TextCommands
from annotator.ui.window.window_frame import WindowFrame
from annotator.ui.window.window_news import WindowNews

if TYPE_CHECKING:
    from annotator.ui.files.passage_commands import PassageCommands
    from annotator.ui.passages.passages_page import PassagesPage


def add_parts(window: WindowFrame) -> None:
    """Make the parts of a window, put them into its frame, and connect them."""
    window.bridge = SessionBridge(window)
    news = WindowNews(window)
    _make_parts(window)
    _fill_center(window)
    _fill_panes(window)
    _make_commands(window)
    window.tool_bar.fill(window.actions_by_name)
    ContextMenus(window)
    key_problem = window.preferences.begin(window.actions_by_name)
    _connect(window, news)
    news.enable()
    window.setAcceptDrops(True)
    for said in filter(None, (key_problem, window.store.problem, state_folders.problem())):
        window.notice.show_notice(said, lasting=True)


def _make_parts(window: WindowFrame) -> None:
    view, store = window.view, window.store
    bridge = window.bridge
    window.notice = NoticeBar()
    window.find_bar = FindBar(view)
    files = window.files = FileCommands(bridge, store, window, window.notice.show_notice)
    files.where = view.place
    files.root = lambda: window.documents.folder
    OthersChanges(files, bridge, window.notice.show_notice)
    window.reading_bar = ReadingBar(files)
    window.same = SameCommands(bridge)
    window.commands = TextCommands(bridge, view, window.same, lambda: window.panes.show("inspector"))
    window.suggesting = Suggesting(
        bridge, view, window.commands, store.settings, lambda: window.panes.show("inspector")
    )
    window.review = ReviewScreen(bridge, view, files, window.notice, window)
    window.documents = DocumentPanel(FolderViews(store.settings))
    window.chart, window.inspector = ChartPane(bridge, window.documents), Inspector(bridge)
    window.annotations, window.entities = AnnotationPanel(bridge), EntityPanel(bridge)
    window.topics, window.form = TopicPanel(bridge), DocumentForm(bridge)
    window.evidence = EvidencePanel(bridge)
    window.chart_room = ChartRoom(window, window.panes, window.reading, window.evidence, settings=store.settings)
    window.status_line = StatusLine(bridge)
    window.status_line.add_choice(window.documents.whose)


def _fill_center(window: WindowFrame) -> None:
    window.reading.addWidget(window.evidence)
    window.panes.visit_in_middle(window.evidence)
    window.page.addWidget(window.find_bar)
    window.page.addWidget(window.suggesting.bar)
    window.page.addWidget(FirstSteps(window.bridge, window.store.settings))
    window.page.addWidget(window.review.opinions)
    # Below the article: what comes and goes above it would move the line that is being read.
    window.middle.addWidget(window.reading_bar)
    window.middle.addWidget(window.notice)
    window.setStatusBar(window.status_line)


def _fill_panes(window: WindowFrame) -> None:
    panes = window.panes
    panes.fill("documents", window.documents)
    panes.fill("annotations", window.annotations)
    panes.fill("entities", window.entities)
    panes.fill("topics", window.topics)
    panes.fill("document", window.form)
    panes.fill("differences", window.review.list)
    panes.fill("chart", window.chart)
    panes.fill("inspector", window.inspector)
    window.review.put_into(panes)


def _make_commands(window: WindowFrame) -> None:
    files, settings = window.files, window.store.settings
    window.folder_commands = FolderCommands(window, files, window.documents)
    window.codebook_commands = CodebookCommands(window.bridge, files, (window.entities, window.topics))
    window.folder_work = FolderWork(window, window.bridge, window.documents, files, window.view)
    window.folder_steps = FolderSteps(window, window.bridge, files, window.documents, window.notice.show_notice)
    window.passages_room = PassagesRoom(
        window, window.panes, window.stack, window.bridge, leave=lambda: _show_article(window)
    )
    window.passages_room.make_commands = lambda page: _make_passage_commands(window, page)
    window.passages_room.entering.connect(window.chart_room.leave)
    window.network_room = NetworkRoom(
        window, window.bridge, window.documents, files, middle=window, go_to_selected=window.commands.go_to_selected
    )
    window.passages_room.entering.connect(window.network_room.give_way)
    for give_way in (window.chart_room.leave, window.passages_room.leave):
        window.network_room.entering.connect(give_way)
    window.chart.networks_asked.connect(window.network_room.show_relations)
    window.evidence.opened.connect(window.network_room.open_proof)
    window.opening = Opening(files, window.documents, window)
    LostDocuments(window, window.documents, files, window.notice.show_notice)
    window.preferences = Preferences(window, window.store, window.view, files, lambda: _change_identity(files))
    window.preferences.taken.connect(window.suggesting.follow_preferences)
    window.actions_by_name = _make_actions(window)
    fill_menus(
        window.menus,
        window.actions_by_name,
        window.panes,
        settings=settings,
        choose_theme=window.preferences.choose_theme,
        open_path=files.open_path,
    )


def _slots_of_parts(window: WindowFrame) -> dict[str, Callable[[], object]]:
    """Give what the actions do that belong to a part of the window."""
    return {
        **window.commands.slots(),
        **window.suggesting.slots(),
        **Reshaping(window.bridge, window.view).slots(),
        **window.same.slots(),
        "next_word": WordLights(window.bridge, window.view).go_on,
        **window.review.slots(),
        **window.folder_commands.slots(),
        **window.codebook_commands.slots(),
        **window.folder_work.slots(),
    }


def _make_actions(window: WindowFrame) -> dict[str, QAction]:
    view, files, find_bar = window.view, window.files, window.find_bar
    earlier = EarlierWorkCommands(files, window.notice.show_notice, window, window.folder_commands.codebook)
    slots: dict[str, Callable[[], object]] = {
        **_slots_of_parts(window),
        "open_article": files.ask_article,
        "open_folder": files.ask_folder,
        "try_sample": files.try_sample,
        "stop_opening": files.stop_opening,
        "save": files.save,
        "save_elsewhere": files.save_elsewhere,
        "earlier_states": earlier.show_states,
        "recover": earlier.show_set_aside,
        "preferences": window.preferences.open,
        "change_identity": lambda: _change_identity(files),
        "close_document": files.close_document,
        "quit": window.close,
        "undo": lambda: _step_history(window, undo=True),
        "redo": lambda: _step_history(window, undo=False),
        "folder_steps": window.folder_steps.show_list,
        "find": lambda: None if window.passages_room.find() or window.chart.find_name() else find_bar.open(),
        "find_next": find_bar.next,
        "find_previous": find_bar.previous,
        "palette": lambda: CommandPalette(window.actions_by_name, window).exec(),
        "toolbar": lambda: window.tool_bar.setVisible(not window.tool_bar.isVisible()),
        "passages": window.passages_room.toggle,
        "recode_passages": window.passages_room.recode,
        "chart_view": lambda: _show_chart(window, window.chart_room.toggle),
        "chart_window": lambda: _show_chart(window, window.chart_room.toggle_window),
        "networks": window.network_room.toggle,
        "chart_scope": lambda: _show_chart(window, window.chart.next_scope),
        "chart_picture": lambda: _take_picture(window),
        "next_evidence": lambda: window.evidence.step(1),
        "previous_evidence": lambda: window.evidence.step(-1),
        "dismiss": lambda: _dismiss(window),
        "back_to_list": lambda: _back_to_list(window),
        "next_pane": lambda: window.panes.step(1),
        "previous_pane": lambda: window.panes.step(-1),
        "zoom_in": lambda: view.zoom(1),
        "zoom_out": lambda: view.zoom(-1),
        "zoom_reset": lambda: view.zoom(0),
        "keys": lambda: KeyHelp(key_table(window.actions_by_name), window).exec(),
        "guide": lambda: _open_guide(window),
        "about": lambda: show_about(window),
    }
    return make_actions(window, {TEXT: view}, slots, KeyBindings(window.store.settings.keys).rebound)


def _connect(window: WindowFrame, news: WindowNews) -> None:
    bridge, view, files = window.bridge, window.view, window.files
    bridge.session_changed.connect(news.enable)
    bridge.folder.opened.connect(news.enable)
    bridge.changed.connect(news.on_change)
    bridge.made_elsewhere_changed.connect(news.show_possible)
    bridge.selection_changed.connect(news.on_selection)
    window.suggesting.moved.connect(news.show_possible)
    bridge.lit_changed.connect(news.on_lit)
    window.review.bridge.review_changed.connect(news.show_possible)
    window.review.bridge.review_changed.connect(window.passages_room.leave)
    window.folder_work.article_wanted.connect(window.passages_room.leave)
    window.review.bridge.mode_changed.connect(news.show_possible)
    view.describe = news.describe
    files.opened.connect(news.on_opened)
    BesideReader(files).found.connect(news.on_beside)
    files.saved_text.connect(window.status_line.show_saved)
    window.commands.everywhere_wanted.connect(window.folder_steps.annotate_everywhere)
    window.folder_steps.written.connect(window.bridge.folder.read_files)
    window.folder_steps.changed.connect(news.show_possible)
    window.documents.listed.connect(lambda _listing: window.folder_steps.look_at_folder())
    window.commands.task_changed.connect(window.status_line.show_task)
    files.folder_opened.connect(news.open_folder)
    files.reader.changed.connect(news.on_reading)
    window.documents.listed.connect(window.review.following.take_listing)
    window.documents.document_chosen.connect(files.open_path)
    window.documents.left_out.connect(news.on_left_out)
    window.documents.troubled.connect(news.on_troubled)
    window.documents.listed.connect(news.on_listed)
    window.start.article_wanted.connect(files.ask_article)
    window.start.folder_wanted.connect(files.ask_folder)
    window.start.sample_wanted.connect(files.try_sample)
    window.start.path_chosen.connect(files.open_path)
    panels = (window.inspector, window.annotations, window.entities, window.topics, window.form)
    for panel in panels:
        panel.escape_pressed.connect(window.review.go_home)
    window.notice.left.connect(window.review.go_home)
    window.chart.escape_pressed.connect(lambda: window.chart_room.leave() or view.setFocus())
    window.chart.evidence_picked.connect(window.evidence.show_evidence)
    window.chart.proofs_found.connect(window.evidence.show_passages)
    window.chart.scope_changed.connect(window.evidence.put_away)
    window.chart.evidence_entered.connect(window.evidence.rows.setFocus)
    window.evidence.entered.connect(window.commands.go_to_selected)
    window.evidence.escape_pressed.connect(window.review.go_home)
    window.inspector.offer_accepted.connect(window.commands.offering.accept)
    window.inspector.offer_refused.connect(window.same.say_other)
    theme.notifier.changed.connect(view.viewport().update)
    _keep_index(window)


def _keep_index(window: WindowFrame) -> None:
    """Have the folder's index follow what is listed, and its codebooks."""
    folder = window.bridge.folder
    folder.own = lambda: window.store.settings.annotator_id
    folder.preferred = lambda: window.documents.preferred
    window.documents.listed.connect(lambda listing: folder.list_files(listing.folder, listing.signatures))
    window.documents.whose_changed.connect(lambda _preferred: folder.choose())
    window.bridge.codebook_changed.connect(folder.look_at_codebooks)
    folder.said.connect(window.bridge.message)


def _show_article(window: WindowFrame) -> None:
    if window.bridge.session:
        window.show_page()
    else:
        window.show_start()
    window.view.setFocus()


def _show_chart(window: WindowFrame, show: Callable[[], object]) -> None:
    window.network_room.give_way()
    window.passages_room.leave()
    show()


def _make_passage_commands(window: WindowFrame, page: "PassagesPage") -> "PassageCommands":
    # Loaded with the first look at passages.
    from annotator.ui.files.passage_commands import Article, PassageCommands

    article = Article(window.view, window.passages_room.leave)
    return PassageCommands(page, window.bridge, window.files, window.folder_steps, article)


def _step_history(window: WindowFrame, *, undo: bool) -> None:
    """Go back or forth by a step: one over many documents where that was the last, else one of what is open."""
    steps = window.folder_steps
    if not (steps.undo() if undo else steps.redo()):
        window.bridge.step_history(undo=undo)


def _dismiss(window: WindowFrame) -> None:
    """Leave what is begun, lit or selected; when nothing is, annotating by hand in a review, and the chart view."""
    bridge, review = window.bridge, window.review
    if window.suggesting.current is not None:
        window.suggesting.leave()
        return
    window.evidence.put_away()
    nothing_begun = not (bridge.lit or bridge.offer or bridge.selected or window.view.selected_span())
    if nothing_begun and review.bridge.by_hand:
        review.leave_hand()
        return
    if nothing_begun and window.chart_room.leave():
        return
    window.commands.dismiss()


def _back_to_list(window: WindowFrame) -> None:
    """Leave what is open over the article of a review, and go back to its differences."""
    if window.find_bar.isVisible():
        window.find_bar.close_bar()
    window.chart_room.leave()
    window.review.go_home()


def _take_picture(window: WindowFrame) -> None:
    """Let the chart be saved or copied, where there is one."""
    session, panel = window.bridge.session, window.chart.panel
    if session is None or panel is None or not panel.graph.nodes:
        window.bridge.message.emit("The chart is empty.")
        return
    from annotator.ui.dialogs.picture_dialog import PictureDialog  # loads the chart, which the start does not wait for

    info = session.layer.document
    PictureDialog(panel.as_shown(), info.title or info.name, session.sidecar.parent, window).exec()


def _open_guide(window: WindowFrame) -> None:
    from annotator.ui.dialogs.guide import open_guide

    open_guide(window)


def _change_identity(files: FileCommands) -> None:
    path = files.desk.document_path if files.desk else None
    if files.ask_annotator() and path:
        files.open_path(path)
