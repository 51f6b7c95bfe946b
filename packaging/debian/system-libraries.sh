#!/bin/sh
# Makes sure that Debian's libraries that Qt needs are there.
#
#   system-libraries.sh [tests|installed|torture]
#
# Looks for each library itself (a few milliseconds), and asks the package manager only for what is missing: as root it
# installs, with sudo at a terminal it asks for the password, otherwise it prints the one command and fails.
# On Windows and macOS there is nothing to look for: Qt brings what it needs. On a Linux without apt it says what it did
# not find and stops nobody, since other systems name and keep these things in their own way.
# "tests" adds the screen in memory that the tests open real windows on, and the checkers of desktop files; "installed"
# adds that screen and what presses keys in windows of other programs; "torture" adds what has calls of the system fail.
set -eu
PATH=$PATH:/usr/sbin:/sbin

[ "$(uname -s)" = Linux ] || exit 0

# library and the package that brings it; from libxcb-cursor on for windows under X11
libraries='
libGL.so.1 libgl1
libEGL.so.1 libegl1
libfontconfig.so.1 libfontconfig1
libglib-2.0.so.0 libglib2.0-0
libdbus-1.so.3 libdbus-1-3
libxkbcommon.so.0 libxkbcommon0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render.so.0 libxcb-render0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-xkb.so.1 libxcb-xkb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
'

# Where there is no such list (musl, Nix), nothing can be told.
known=$(ldconfig -p 2>/dev/null) || exit 0
missing=$(printf '%s' "$libraries" | while read -r library package; do
    case "$known" in
        *"	$library "*) ;;
        *) [ -z "$library" ] || printf ' %s' "$package" ;;
    esac
done)
[ -n "$(find /usr/share/fonts -iname 'DejaVuSans.ttf' -print -quit 2>/dev/null)" ] || missing="$missing fonts-dejavu-core"
if [ "${1:-}" = tests ]; then
    command -v Xvfb >/dev/null || missing="$missing xvfb"
    command -v xmllint >/dev/null || missing="$missing libxml2-utils"
    command -v desktop-file-validate >/dev/null || missing="$missing desktop-file-utils"
    command -v appstreamcli >/dev/null || missing="$missing appstream"
elif [ "${1:-}" = installed ]; then
    command -v Xvfb >/dev/null || missing="$missing xvfb"
    command -v xdotool >/dev/null || missing="$missing xdotool"
elif [ "${1:-}" = torture ]; then
    command -v strace >/dev/null || missing="$missing strace"
fi
[ -n "$missing" ] || exit 0

install="apt-get install --yes --no-install-recommends$missing"
if ! command -v apt-get >/dev/null; then
    echo "Not found; if no window opens, please install what your system calls Debian's$missing" >&2
    exit 0
elif [ "$(id -u)" = 0 ]; then
    as_root='env DEBIAN_FRONTEND=noninteractive'
elif command -v sudo >/dev/null && [ -t 0 ]; then
    as_root='sudo DEBIAN_FRONTEND=noninteractive'
else
    echo "System libraries are missing. Please run this as root, then try again:  apt-get update && $install" >&2
    exit 1
fi

echo "Installing$missing"
# shellcheck disable=SC2086  # words on purpose: package names, and the command that runs them
if ! $as_root apt-get --quiet=2 update || ! $as_root $install -qq >/dev/null; then
    echo "The system libraries could not be installed. Please run this as root, then try again:  apt-get update && $install" >&2
    exit 1
fi
