"""Every action of the window as a row: its name, its keys, where it stands in the menus, and where its keys hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

TEXT: Final = "text"
"""Keys that belong to the article and never take letters from lists and fields."""
WINDOW: Final = "window"
REVIEW: Final = "review"
"""Keys that mean one thing wherever the focus is while a review is on, but for fields that are typed into."""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action; ``keys`` in Qt's portable notation; ``needs`` is what must be there, such as "document", or ""."""

    name: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    scope: str = WINDOW
    needs: str = ""
    starts_group: bool = False
    in_menu: bool = True
    """Whether a menu has it, or its key and the palette alone."""


ROWS: Final = (
    ActionRow("open_article", "&Open article…", "File", ("Ctrl+O",)),
    ActionRow("open_folder", "Open &folder…", "File", ("Ctrl+Shift+O",)),
    ActionRow("try_sample", "Tr&y the sample", "File"),
    ActionRow("stop_opening", "Stop openin&g", "File", ("Ctrl+.",), needs="reading"),
    ActionRow("save", "&Save", "File", ("Ctrl+S",), needs="document", starts_group=True),
    ActionRow("save_elsewhere", "Save elsew&here…", "File", ("Ctrl+Shift+S",), needs="document"),
    ActionRow("earlier_states", "Earlier s&tates…", "File", needs="document"),
    ActionRow("recover", "Reco&ver…", "File"),
    ActionRow("read_folder_again", "Read the folder again", "File", ("Ctrl+F5",)),
    ActionRow("import", "&Import…", "File", ("Ctrl+I",), starts_group=True),
    ActionRow("export", "&Export…", "File", ("Ctrl+E",)),
    ActionRow("print_or_send", "Print or send &as pages…", "File", ("Ctrl+P",)),
    ActionRow("previous_document", "&Previous document", "File", ("Ctrl+PgUp",), starts_group=True),
    ActionRow("next_document", "&Next document", "File", ("Ctrl+PgDown",)),
    ActionRow("previous_not_done", "Previous not &done", "File", ("Ctrl+Shift+PgUp",)),
    ActionRow("next_not_done", "Ne&xt not done", "File", ("Ctrl+Shift+PgDown",)),
    ActionRow("mark_done", "&Mark as done, or not", "File", ("Ctrl+D",), needs="document"),
    ActionRow("change_identity", "&Who is annotating…", "File", starts_group=True),
    ActionRow("preferences", "P&references…", "File", ("Ctrl+,",)),
    ActionRow("close_document", "C&lose document", "File", ("Ctrl+W",), needs="document", starts_group=True),
    ActionRow("quit", "&Quit", "File", ("Ctrl+Q",)),
    ActionRow("undo", "&Undo", "Edit", ("Ctrl+Z",), needs="document"),
    ActionRow("redo", "&Redo", "Edit", ("Ctrl+Shift+Z", "Ctrl+Y"), needs="document"),
    ActionRow("folder_steps", "Steps over &many documents…", "Edit"),
    ActionRow("copy", "&Copy", "Edit", ("Ctrl+C",), TEXT, "document", starts_group=True),
    ActionRow("find", "&Find in document…", "Edit", ("Ctrl+F",), needs="document", starts_group=True),
    ActionRow("find_next", "Find &next", "Edit", ("F3",), needs="document"),
    ActionRow("find_previous", "Find &previous", "Edit", ("Shift+F3",), needs="document"),
    ActionRow("find_in_folder", "Find in f&older…", "Edit", ("Ctrl+Shift+F",)),
    ActionRow("show_codebook", "Code&book…", "Edit", ("Ctrl+/",), starts_group=True),
    ActionRow("to_codebook", "Put into the codebook", "Edit", ("I",), TEXT, "document"),
    ActionRow("loose_names", "N&ames not in the codebook…", "Edit"),
    ActionRow("palette", "Command pa&lette…", "Edit", ("Ctrl+K",)),
    ActionRow("annotate_actor", "Annotate as &actor", "Annotate", ("1",), TEXT, "document"),
    ActionRow("annotate_claim", "Annotate as clai&m", "Annotate", ("2",), TEXT, "document"),
    ActionRow("annotate_agreement", "Annotate as a&greement", "Annotate", ("3",), TEXT, "document"),
    ActionRow("same", "It is who is proposed, or is not", "Annotate", ("K",), TEXT, "annotation"),
    ActionRow("not_same", "It is not &who is proposed", "Annotate", ("Shift+K",), TEXT, "annotation"),
    ActionRow("say_who", "Who or what it is…", "Annotate", ("Q",), TEXT, "marked"),
    ActionRow("annotate_all", "Annotate all &occurrences…", "Annotate", ("A",), TEXT, "marked"),
    ActionRow("annotate_everywhere", "Annotate names in all doc&uments…", "Annotate", ("Shift+A",), TEXT, "annotation"),
    ActionRow("accept", "&Inspect, or accept what is offered", "Annotate", ("Return", "Enter"), TEXT, "document"),
    ActionRow("suggestions", "Show or hide suggestions", "Annotate", ("G",), TEXT, "document"),
    ActionRow(
        "accept_and_inspect", "Accept and inspect", "Annotate", ("Shift+Return", "Shift+Enter"), TEXT, "document"
    ),
    ActionRow(
        "accept_sentence",
        "Accept all suggestions of the sentence",
        "Annotate",
        ("Ctrl+Return", "Ctrl+Enter"),
        TEXT,
        "document",
    ),
    ActionRow("list_names", "Names of the article…", "Annotate", ("N",), TEXT, "document"),
    ActionRow("accept_all", "Accept all suggestions that are shown", "Annotate", (), TEXT, "document"),
    ActionRow("refuse_everywhere", "Refuse in the whole folder", "Annotate", ("Shift+Del",), TEXT, "marked"),
    ActionRow("widen", "Change how far it reaches", "Annotate", ("X",), TEXT, "marked"),
    ActionRow("next_annotation", "&Next annotation", "Annotate", ("Tab",), TEXT, "document", starts_group=True),
    ActionRow("previous_annotation", "&Previous annotation", "Annotate", ("Shift+Tab",), TEXT, "document"),
    ActionRow("next_paragraph", "Next paragraph without annotations", "Annotate", ("J",), TEXT, "document"),
    ActionRow("next_word", "Next word that is lit up", "Annotate", ("Shift+J",), TEXT, "document"),
    ActionRow("end_left", "End one character back", "Annotate", ("Alt+Left",), TEXT, "annotation", starts_group=True),
    ActionRow("end_right", "End one character on", "Annotate", ("Alt+Right",), TEXT, "annotation"),
    ActionRow("start_left", "Start one character back", "Annotate", ("Alt+Shift+Left",), TEXT, "annotation"),
    ActionRow("start_right", "Start one character on", "Annotate", ("Alt+Shift+Right",), TEXT, "annotation"),
    ActionRow("end_word_left", "End one word back", "Annotate", ("[",), TEXT, "annotation"),
    ActionRow("end_word_right", "End one word on", "Annotate", ("]",), TEXT, "annotation"),
    ActionRow("start_word_left", "Start one word back", "Annotate", ("{",), TEXT, "annotation"),
    ActionRow("start_word_right", "Start one word on", "Annotate", ("}",), TEXT, "annotation"),
    ActionRow("add_fragment", "Add selection as f&ragment", "Annotate", ("F",), TEXT, "annotation", starts_group=True),
    ActionRow("place_here", "Place &here, at the selection", "Annotate", ("H",), TEXT, "annotation"),
    ActionRow("split", "Split at the &caret", "Annotate", ("/",), TEXT, "annotation"),
    ActionRow("join", "&Join with the next of its type", "Annotate", ("&",), TEXT, "annotation"),
    ActionRow("make_actor", "Make it an actor", "Annotate", ("Ctrl+1",), TEXT, "annotation"),
    ActionRow("make_claim", "Make it a claim", "Annotate", ("Ctrl+2",), TEXT, "annotation"),
    ActionRow("make_agreement", "Make it an agreement", "Annotate", ("Ctrl+3",), TEXT, "annotation"),
    ActionRow("duplicate", "Duplicat&e annotation", "Annotate", ("D",), TEXT, "annotation"),
    ActionRow("link", "Lin&k to another annotation…", "Annotate", ("L",), TEXT, "annotation"),
    ActionRow("delete", "De&lete annotation", "Annotate", ("Del",), TEXT, "marked"),
    ActionRow("set_speaker", "&Speaker…", "Roles", ("S",), TEXT, "marked"),
    ActionRow("set_target", "&Target…", "Roles", ("T",), TEXT, "marked"),
    ActionRow("set_party", "&Party…", "Roles", ("P",), TEXT, "marked"),
    ActionRow("set_via", "&Via…", "Roles", ("V",), TEXT, "marked"),
    ActionRow("set_for", "On &behalf of…", "Roles", ("B",), TEXT, "marked"),
    ActionRow("set_topic", "T&opic…", "Roles", ("O",), TEXT, "marked", starts_group=True),
    ActionRow("last_topic", "The &last topic again", "Roles", ("Y",), TEXT, "marked"),
    ActionRow("agree", "&Agree", "Roles", ("+",), TEXT, "marked"),
    ActionRow("disagree", "&Disagree", "Roles", ("-",), TEXT, "marked"),
    ActionRow("neutral", "&Neutral", "Roles", ("0",), TEXT, "marked"),
    ActionRow("mixed", "&Mixed", "Roles", ("M",), TEXT, "marked"),
    ActionRow("set_attitude", "Attitude to&wards the target…", "Roles", ("W",), TEXT, "marked"),
    ActionRow("favourable", "Favourable to the target", "Roles", ("Alt++",), TEXT, "marked"),
    ActionRow("critical", "Critical of the target", "Roles", ("Alt+-",), TEXT, "marked"),
    ActionRow("neutral_attitude", "Neutral towards the target", "Roles", ("Alt+0",), TEXT, "marked"),
    ActionRow("mixed_attitude", "Mixed towards the target", "Roles", ("Alt+M",), TEXT, "marked"),
    ActionRow("set_status", "Stat&us…", "Roles", ("U",), TEXT, "marked"),
    *(
        ActionRow(
            f"take_offered_{n}", f"Take number {n} of what is offered", "Roles", (f"Alt+{n}",), TEXT, in_menu=False
        )
        for n in range(1, 10)
    ),
    ActionRow("review_files", "&Review colleagues' files…", "Review", ("Ctrl+Shift+R",)),
    ActionRow("read_again", "Read colleagues' &files again", "Review", ("F5",), needs="review"),
    ActionRow("take_1", "Take &A", "Review", ("A", "1"), REVIEW, "review", starts_group=True),
    ActionRow("take_2", "Take &B", "Review", ("B", "2"), REVIEW, "review"),
    ActionRow("take_3", "Take the third", "Review", ("3",), REVIEW, "review"),
    ActionRow("take_4", "Take the fourth", "Review", ("4",), REVIEW, "review"),
    ActionRow("take_5", "Take the fifth", "Review", ("5",), REVIEW, "review"),
    ActionRow("take_all", "&Take all", "Review", ("T",), REVIEW, "review"),
    ActionRow("take_none", "Take n&one", "Review", ("0",), REVIEW, "review"),
    ActionRow("take_majority", "Take the &majority", "Review", ("M",), REVIEW, "review"),
    ActionRow("edit_difference", "&Edit by hand, and back", "Review", ("E",), REVIEW, "review"),
    ActionRow("comment_difference", "&Comment", "Review", ("C",), REVIEW, "review"),
    ActionRow("take_agreed", "Take all that a&ll agree on", "Review", ("Ctrl+Shift+A",), needs="review"),
    ActionRow("take_majorities", "Take every clear ma&jority", "Review", ("Shift+M",), REVIEW, "review"),
    ActionRow("take_undisputed", "Take what nobod&y contradicts", "Review", needs="review"),
    ActionRow("show_charts", "Charts side by &side", "Review", ("Ctrl+Shift+G",), needs="review", starts_group=True),
    ActionRow("show_agreement", "A&greement…", "Review", ("Ctrl+Shift+M",), needs="review"),
    ActionRow("show_entities", "Entities ta&ken for one…", "Review", needs="review"),
    ActionRow("next_left", "&Next that is left", "Review", ("N",), REVIEW, "review", starts_group=True),
    ActionRow("previous_left", "&Previous that is left", "Review", ("P",), REVIEW, "review"),
    ActionRow("back_to_list", "Back to the list of differences", "Review", ("Esc",), REVIEW, "review"),
    ActionRow("next_difference", "Next &difference", "Review", ("F8",), needs="review"),
    ActionRow("previous_difference", "Pre&vious difference", "Review", ("Shift+F8",), needs="review"),
    ActionRow("next_review", "Next document to revie&w", "Review", ("Ctrl+Shift+N",), starts_group=True),
    ActionRow("passages", "Passa&ges of the folder", "View", ("F7",)),
    ActionRow("recode_passages", "&Recode the selected passages…", "View", ("Ctrl+R",)),
    ActionRow("chart_view", "&Chart view", "View", ("F9",)),
    ActionRow("chart_window", "Chart in its own &window", "View", ("Shift+F9",)),
    ActionRow("chart_scope", "Chart of the document or the f&older", "View", ("Ctrl+Shift+F9",)),
    ActionRow("networks", "Networ&ks", "View", ("Ctrl+F9",)),
    ActionRow("chart_picture", "P&icture of the chart…", "View", ("Ctrl+Shift+P",), needs="document"),
    ActionRow("next_evidence", "&Next evidence", "View", ("F4",), needs="document"),
    ActionRow("previous_evidence", "Previous e&vidence", "View", ("Shift+F4",), needs="document"),
    ActionRow("next_pane", "Next &pane", "View", ("F6",), starts_group=True),
    ActionRow("previous_pane", "Previous p&ane", "View", ("Shift+F6",)),
    ActionRow("zoom_in", "Larger &text", "View", ("Ctrl++", "Ctrl+="), starts_group=True),
    ActionRow("zoom_out", "&Smaller text", "View", ("Ctrl+-",)),
    ActionRow("zoom_reset", "&Usual text size", "View", ("Ctrl+0",)),
    ActionRow("toolbar", "Show or hide the tool&bar", "View", starts_group=True),
    ActionRow("keys", "&Keys and short help", "Help", ("F1",)),
    ActionRow("guide", "&Guide", "Help", ("Shift+F1",)),
    ActionRow("about", "&About Annotator", "Help", starts_group=True),
    ActionRow("dismiss", "Back to the text, dismiss", "Annotate", ("Esc",), TEXT, starts_group=True),
)

_ROW: Final = {row.name: row for row in ROWS}


def plain_text(row: ActionRow) -> str:
    """Give an action's name as lists show it: without mnemonic and ellipsis."""
    return row.text.replace("&", "").rstrip("…")


def make_actions(
    window: QWidget,
    holders: Mapping[str, QWidget],
    slots: Mapping[str, Callable[[], object]],
    rebound: Mapping[str, list[str]],
) -> dict[str, QAction]:
    """Make all actions by name; keys of a scope in ``holders`` work in its widget alone, others in the whole window.

    ``rebound`` has the user's own keys by name. Raises KeyError where an action has no slot.
    """
    made: dict[str, QAction] = {}
    for row in ROWS:
        action = QAction(row.text, window)
        action.setObjectName(row.name)
        set_keys(action, rebound.get(row.name, row.keys))
        holder = holders.get(row.scope)
        context = Qt.ShortcutContext.WidgetShortcut if holder else Qt.ShortcutContext.WindowShortcut
        action.setShortcutContext(context)
        action.triggered.connect(_without_argument(slots[row.name]))
        (holder or window).addAction(action)
        made[row.name] = action
    return made


def set_keys(action: QAction, keys: Sequence[str]) -> None:
    """Give an action its keys, in Qt's portable notation, and let its tool tip name them."""
    action.setShortcuts([QKeySequence(key) for key in keys])
    native = ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
    words = plain_text(_ROW[action.objectName()])
    action.setToolTip(f"{words} ({native})" if native else words)


def key_table(actions: Mapping[str, QAction]) -> list[tuple[str, str, str]]:
    """Give (keys, what they do, group) for each action that has keys, in the order of the menus."""
    return [
        (
            ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()),
            plain_text(row),
            row.menu,
        )
        for row in ROWS
        if (action := actions[row.name]).shortcuts()
    ]


def _without_argument(slot: Callable[[], object]) -> Callable[[], None]:
    # ``triggered`` sends whether the action is checked, which no slot wants.
    def call() -> None:
        slot()

    return call
