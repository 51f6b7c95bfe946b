"""Says that a document has a review, or whose annotations it has already while one's own are still to be made."""

from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.services.comparing.colleagues import is_adjudicated
from annotator.services.keeping.desk import Desk
from annotator.ui.files.beside import Beside
from annotator.ui.files.file_commands import FileCommands
from annotator.ui.toolkit.notice_bar import Choice

_NAMED = 3


def colleagues_notice(
    desk: Desk, beside: Beside, files: FileCommands, *, blind: bool
) -> tuple[str, list[Choice]] | None:
    """Give what is to be said and what can be done; None where there is nothing to say.

    Nothing is said in a folder whose codebook hides colleagues' work until one's own is done (``blind``).
    """
    layer = desk.session.layer
    if is_adjudicated(desk.session.sidecar) or (blind and layer.document.state != "done"):
        return None
    if beside.review:
        go_on: Choice = ("Go on with the review", lambda: files.open_path(beside.adjudicated))
        return f"This document has a review, which is {beside.review.replace('-', ' ')}.", [go_on]
    sidecars = [path for path in beside.sidecars if path != desk.session.sidecar]
    if not sidecars or layer.annotations:
        return None
    names = [parts[1] for path in sidecars if (parts := split_sidecar_name(path.name))]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    choices: list[Choice] = [(f"Read {names[0]}'s", lambda: files.open_path(sidecars[0]))]
    if len(sidecars) > 1:
        choices.append(("Review", lambda: files.review_wanted.emit(sidecars)))
    return f"You have not annotated this yet; {', '.join(names[:_NAMED])}{more} did.", choices
