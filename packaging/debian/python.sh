#!/bin/sh
# Makes sure that Python is new enough and can make a virtual environment; Debian packages the second apart.
# Where there is no apt it only says what is missing.
#
#   python.sh PYTHON
set -eu
python=$1

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Annotator needs Python 3.11 or newer as '$python'. Another one can be named:  make PYTHON=python3.12 ..." >&2
    exit 1
fi
"$python" -c 'import ensurepip, venv' 2>/dev/null && exit 0

if ! command -v apt-get >/dev/null; then
    echo "'$python' cannot make a virtual environment: it has no venv or no ensurepip. Please install them, then try again." >&2
    exit 1
fi

install='apt-get install --yes python3-venv'
if [ "$(id -u)" = 0 ]; then
    echo 'Installing python3-venv'
    export DEBIAN_FRONTEND=noninteractive
    if apt-get --quiet=2 update && $install -qq >/dev/null; then exit 0; fi
fi
echo "Python's venv is missing. Please run this as root, then try again:  apt-get update && $install" >&2
exit 1
