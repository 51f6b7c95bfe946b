"""One running app for a user and a screen: a later start hands it what it was asked to open, and ends."""

import os
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread, QTimer, Signal

from annotator.services.user import state_folders

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

LONGEST_MESSAGE = 4 * 2**20
"""Bytes; what is longer was not sent by this program."""
WAIT_MILLISECONDS = 3000
"""How long a second start waits for an app that may just be starting, or has its hands full."""
_PAUSE_MILLISECONDS = 40
_SIZE_BYTES = 4
_ANSWER = b"ok"
_TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


class RunningApp(QObject):
    """Tells whether this process is the first, listens for later ones, and hands over to an earlier one.

    A lock says who is first, since it dies with its process: what a crash leaves of the socket is then removed. Where
    neither can be made every process counts as the first.
    """

    handed = Signal(list)
    """Paths that a later start was given; none where it was given none."""

    def __init__(self, folder: Path | None = None, screen: str | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        place = folder or state_folders.runtime() or Path(os.devnull)
        stem = f"annotator-{sha256((_screen() if screen is None else screen).encode()).hexdigest()[:12]}"
        self._name = str(place / f"{stem}.socket")
        # Qt's lock, since the library's would cost a twentieth of the start. What its file says of a process is worth
        # little after a crash; a lock counts as old at once, and then the system's own lock on the file decides.
        self._lock = QLockFile(str(place / f"{stem}.lock"))
        self._lock.setStaleLockTime(1)
        self._server: QLocalServer | None = None
        self._received: dict[QLocalSocket, bytearray] = {}

    def is_first(self) -> bool:
        """Tell whether no other process runs the app for this user and screen; this one is it from then on."""
        try:
            Path(self._name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            return True
        return self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError

    def listen(self) -> bool:
        """Be there for later starts; tells whether that could be arranged."""
        from PySide6.QtNetwork import QLocalServer

        if not self._lock.isLocked():
            return False
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        return self._server.listen(self._name)

    def close(self) -> None:
        """Stop listening, and let the next start be the first."""
        if self._server:
            self._server.close()
        self._lock.unlock()

    def hand_over(self, paths: Sequence[Path]) -> bool:
        """Hand paths to the running app; tells whether it took them."""
        from PySide6.QtNetwork import QLocalSocket

        deadline = QDeadlineTimer(WAIT_MILLISECONDS)
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        while not socket.waitForConnected(_PAUSE_MILLISECONDS):
            if deadline.hasExpired():
                return False
            QThread.msleep(_PAUSE_MILLISECONDS)
            socket.abort()
            socket.connectToServer(self._name)
        token = next((value for name in _TOKENS if (value := os.environ.get(name))), "")
        message = b"\0".join(os.fsencode(part) for part in [token, *(str(path.absolute()) for path in paths)])
        socket.write(len(message).to_bytes(_SIZE_BYTES, "big") + message)
        socket.flush()
        return socket.waitForReadyRead(WAIT_MILLISECONDS) and socket.readAll().data() == _ANSWER

    def _welcome(self) -> None:
        while self._server and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._received[socket] = bytearray()
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(lambda socket=socket: self._forget(socket))
            self._read(socket)

    def _read(self, socket: "QLocalSocket") -> None:
        received = self._received.get(socket)
        if received is None:
            return
        received += socket.readAll().data()
        size = int.from_bytes(received[:_SIZE_BYTES], "big")
        if size > LONGEST_MESSAGE:
            socket.abort()
        elif len(received) >= _SIZE_BYTES + size:
            del self._received[socket]
            socket.write(_ANSWER)
            socket.flush()
            self._take(bytes(received[_SIZE_BYTES : _SIZE_BYTES + size]))

    def _take(self, message: bytes) -> None:
        token, *names = message.split(b"\0")
        if token:
            # With it the desktop lets the window come to the front.
            os.environ[_TOKENS[0]] = os.fsdecode(token)
        paths = [Path(os.fsdecode(name)) for name in names]
        # Later: a question asked on account of it would keep the socket waiting here, which goes meanwhile.
        QTimer.singleShot(0, self, lambda: self.handed.emit(paths))

    def _forget(self, socket: "QLocalSocket") -> None:
        self._received.pop(socket, None)
        with suppress(RuntimeError):
            socket.deleteLater()


def _screen() -> str:
    names = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
    return "\n".join(os.environ.get(name, "") for name in names)
