#!/bin/sh
# Puts build/portable/Annotator.app into dist/annotator-VERSION.dmg, beside a link to the folder of applications.
# Runs on macOS only. The app is not signed: the first time it is opened with a right click and "Open".
#
#   make-dmg.sh VERSION
set -eu
version=$1
cd "$(dirname "$0")/../.."
tree=build/dmg

rm -rf "$tree"
mkdir -p "$tree" dist
cp -R build/portable/Annotator.app "$tree/"
ln -s /Applications "$tree/Applications"
hdiutil create -volname Annotator -srcfolder "$tree" -format UDZO -ov "dist/annotator-$version.dmg"
