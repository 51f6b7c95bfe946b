#!/bin/sh
# Builds the portable folder build/portable/annotator: the program with Python, Qt and its other libraries, for systems
# that have none of them. It is built in an environment that holds what the program needs and nothing more.
#
#   build.sh BIN        BIN is the virtual environment's folder with uv and python
set -eu
bin=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
place=build/portable
programs=build/portable-venv/$(basename "$bin") # bin, on Windows Scripts

"$bin/python" packaging/icons/make_icons.py build/icons
"$bin/python" -m venv --clear --without-pip build/portable-venv
"$bin/uv" pip install --quiet --python "$programs/python" --compile-bytecode \
    --constraint constraints.txt --build-constraint constraints.txt '.[cas,documents,xlsx]' pyinstaller
"$programs/python" -m PyInstaller --log-level WARN --noconfirm --distpath "$place" \
    --workpath build/portable-work packaging/portable/annotator.spec
# Names of functions that only a debugger reads; the libraries of numpy, scipy and Qt were stripped by those who built them.
if [ "$(uname)" = Linux ] && command -v strip >/dev/null; then
    find "$place/annotator/_internal" -maxdepth 3 \( -name 'libpython*' -o -path '*/lib-dynload/*.so' -o -name '_regex*.so' \
        -o -name 'edlib*.so' \) -type f -exec strip --strip-unneeded {} +
fi
du -sh "$place/annotator"
