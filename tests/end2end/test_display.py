import subprocess
import sys

SHOW_A_WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.show()
QTimer.singleShot(0, lambda: (print(app.platformName(), window.isVisible()), app.quit()))
app.exec()
"""


def test_the_libraries_for_a_real_window_are_there(window_environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHOW_A_WINDOW], env=window_environment, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, "xcb True\n"), done.stderr
