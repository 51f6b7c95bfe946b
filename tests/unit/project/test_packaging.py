"""What is handed to each system says the same: name, version, file kinds and icons."""

import ast
import plistlib
import re
import shutil
import struct
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import annotator
from annotator.formats.documents.kinds import KINDS, SUFFIXES
from tests.patience import WAIT_SECONDS
from tests.places import ROOT

RESOURCES, PACKAGING = ROOT / "resources", ROOT / "packaging"
OWN_TYPE = "application/vnd.annotator+json"


def _desktop_entry() -> dict[str, str]:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(RESOURCES / "annotator.desktop")
    return dict(parser["Desktop Entry"])


def _plist() -> dict[str, Any]:
    found: dict[str, Any] = plistlib.loads((PACKAGING / "macos" / "Info.plist").read_bytes())
    return found


def test_linux_is_told_of_every_kind_of_document() -> None:
    entry = _desktop_entry()
    types = entry["MimeType"].strip(";").split(";")
    assert types == [OWN_TYPE, "text/plain", "text/markdown", *(kind.media_type for kind in KINDS), "inode/directory"]
    assert (entry["Name"], entry["Exec"], entry["Icon"]) == ("Annotator", "annotator %F", "annotator")


def test_annotation_files_are_a_kind_of_json() -> None:
    root = etree.parse(str(RESOURCES / "annotator-mime.xml")).getroot()
    (kind,) = root
    assert kind.get("type") == OWN_TYPE
    assert [child.get("type") for child in kind if str(child.tag).endswith("sub-class-of")] == ["application/json"]
    assert [child.get("pattern") for child in kind if str(child.tag).endswith("glob")] == ["*.ann.json"]


def test_the_software_centre_is_told_the_version_and_the_licence() -> None:
    root = etree.parse(str(RESOURCES / "annotator.metainfo.xml")).getroot()
    assert root.findtext("project_license") == "Apache-2.0"
    assert root.findtext("launchable") == "annotator.desktop"
    bundle = plistlib.loads((PACKAGING / "macos" / "Info.plist").read_bytes())
    assert root.findtext("id") == bundle["CFBundleIdentifier"]
    assert root.findtext("provides/mediatype") == OWN_TYPE
    assert next(release.get("version") for release in root.iterfind("releases/release")) == annotator.__version__


def test_windows_offers_every_kind_and_takes_none_over() -> None:
    text = (PACKAGING / "windows" / "annotator.iss").read_text()
    offered = set(re.findall(r'SupportedTypes"; ValueType: string; ValueName: "(\.\w+)"', text))
    assert offered == SUFFIXES | {".json"}
    assert not re.search(r'Subkey: "Software\\Classes\\\.', text)
    assert "PrivilegesRequired=lowest" in text
    programs = {"annotator", *re.findall(r"\{app\}\\(\w+)\.exe", text)}
    spec = (PACKAGING / "portable" / "annotator.spec").read_text()
    assert programs == set(re.findall(r'program\("(\w+)"', spec))


def test_the_portable_folder_leaves_out_only_one_extra_of_what_the_program_imports() -> None:
    plan = ast.parse((PACKAGING / "portable" / "annotator.spec").read_text())
    (left_out,) = (
        node.value for node in plan.body if isinstance(node, ast.Assign) and "never" in ast.unparse(node.targets[0])
    )
    assert set(ast.literal_eval(left_out)) & _imported() == {"pyarrow"}


def _imported() -> set[str]:
    names = set()
    for path in (ROOT / "annotator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_macos_is_told_the_version_and_every_kind() -> None:
    plist = _plist()
    assert plist["CFBundleShortVersionString"] == annotator.__version__
    annotations, articles = plist["CFBundleDocumentTypes"]
    assert annotations["CFBundleTypeMIMETypes"] == [OWN_TYPE]
    assert {f".{extension}" for extension in articles["CFBundleTypeExtensions"]} == SUFFIXES


def test_icons_of_all_systems_come_from_the_drawing(tmp_path: Path) -> None:
    subprocess.run([sys.executable, PACKAGING / "icons" / "make_icons.py", tmp_path], check=True, timeout=60)
    ico, icns = (tmp_path / "annotator.ico").read_bytes(), (tmp_path / "annotator.icns").read_bytes()
    assert struct.unpack_from("<HHH", ico) == (0, 1, 7)
    for number in range(7):
        size, place = struct.unpack_from("<II", ico, 6 + 16 * number + 8)
        width, height = struct.unpack_from(">II", ico, place + 16)
        assert ico[place : place + 4] == b"\x89PNG"
        assert (width % 256, height % 256) == struct.unpack_from("BB", ico, 6 + 16 * number)
        assert place + size <= len(ico)
    assert icns[:8] == b"icns" + struct.pack(">I", len(icns))
    sizes = {path.name for path in tmp_path.glob("*.png")}
    assert {"annotator-16.png", "annotator-48.png", "annotator-512.png"} <= sizes


@pytest.mark.skipif(sys.platform != "linux", reason="the files and their checkers are for Linux desktops")
@pytest.mark.parametrize(
    ("command", "file"),
    [
        (["desktop-file-validate"], "annotator.desktop"),
        (["appstreamcli", "validate", "--no-net"], "annotator.metainfo.xml"),
        (["xmllint", "--noout"], "annotator-mime.xml"),
    ],
)
def test_the_system_s_own_checkers_are_content(command: list[str], file: str) -> None:
    if shutil.which(command[0]) is None:
        pytest.fail(f"{command[0]} is missing: run the tests with `make test`, which installs it")
    done = subprocess.run([*command, RESOURCES / file], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("script", sorted(PACKAGING.rglob("*.sh")), ids=lambda path: path.name)
def test_scripts_are_shell_that_can_be_read(script: Path) -> None:
    assert subprocess.run(["sh", "-n", script], timeout=WAIT_SECONDS).returncode == 0
    assert script.stat().st_mode & 0o111
