"""Says that one goes on in the file of somebody else, whose id one has."""

from annotator.model.name_key import name_key
from annotator.services.keeping.desk import Desk
from annotator.services.user.settings import Settings
from annotator.ui.files.file_commands import FileCommands
from annotator.ui.toolkit.notice_bar import Choice


def whose_file_notice(desk: Desk, files: FileCommands, settings: Settings) -> tuple[str, list[Choice]] | None:
    """Give what is to be said and what can be done; None where the file is one's own, or nobody says whose it is."""
    owner = desk.session.layer.head.annotator
    own = {name_key(name) for name in (settings.annotator_name, *settings.former_names)}
    if owner.id != settings.annotator_id or not (owner.name and settings.annotator_name):
        return None
    if name_key(owner.name) in own:
        return None

    def is_mine() -> None:
        settings.former_names.append(owner.name)
        files.write_settings()

    def change() -> None:
        if files.ask_annotator():
            files.open_path(desk.document_path)

    what = f"{desk.session.sidecar.name} is the file of {owner.name}, and what you change is saved in it."
    return what, [("It is mine", is_mine), ("Change my id…", change)]
