#!/bin/sh
# Opens the app on a fresh copy of the sample articles, so that trying things out changes no tracked file.
# Where there is no screen, shows what can be shown without one: a picture of the window, and the sample as a table.
#
#   run-sample.sh BIN SAMPLE
set -eu
bin=$1 sample=$2

rm -rf "$sample"
mkdir -p "$(dirname "$sample")"
cp -R seeds "$sample"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" != Linux ]; then
    exec "$bin/annotator" "$sample"
fi

build=$(dirname "$sample")
picture=$build/window-light.png
table=$build/sample-annotations.csv
echo 'There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): drawing the window to a picture instead.'
"$bin/python" -m annotator.ui.pictures "$sample" --only window --theme light --out "$build" >/dev/null
"$bin/annotator" export "$sample" --to csv --out "$table"
echo "The window:           $picture"
echo "The sample's table:   $table"
