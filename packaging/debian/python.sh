#!/bin/sh
# Makes sure that Python is new enough and can make a virtual environment; Debian packages the second apart.
#
#   python.sh PYTHON
set -eu
python=$1

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Annotator needs Python 3.11 or newer as '$python'. Another one can be named:  make PYTHON=python3.12 ..." >&2
    exit 1
fi
"$python" -c 'import ensurepip, venv' 2>/dev/null && exit 0

install='apt-get install --yes python3-venv'
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo 'Installing python3-venv'
    export DEBIAN_FRONTEND=noninteractive
    if apt-get --quiet=2 update && $install -qq >/dev/null; then exit 0; fi
fi
echo "Python's venv is missing. Please run this as root, then try again:  apt-get update && $install" >&2
exit 1
