#!/bin/sh
# Packs the portable folder as dist/annotator_VERSION_ARCHITECTURE.deb, with menu entry, icons, MIME type and manual page.
# What Debian's own packages watch (the menu, icons and MIME types) they renew themselves, so that there are no scripts.
#
#   make-deb.sh VERSION
set -eu
version=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
tree=build/deb
architecture=$(dpkg --print-architecture)
umask 022

rm -rf "$tree"
share=$tree/usr/share
mkdir -p "$tree/DEBIAN" "$tree/usr/bin" "$tree/usr/lib" "$share/applications" "$share/mime/packages" "$share/metainfo" \
    "$share/man/man1" "$share/doc/annotator" "$share/lintian/overrides" "$share/icons/hicolor/scalable/apps"
cp -R build/portable/annotator "$tree/usr/lib/annotator"
ln -s ../lib/annotator/annotator "$tree/usr/bin/annotator"
cp resources/annotator.desktop "$share/applications/"
cp resources/annotator-mime.xml "$share/mime/packages/annotator.xml"
cp resources/annotator.metainfo.xml "$share/metainfo/"
cp resources/icons/annotator.svg "$share/icons/hicolor/scalable/apps/"
for picture in build/icons/annotator-*.png; do
    size=$(basename "$picture" .png)
    size=${size#annotator-}
    mkdir -p "$share/icons/hicolor/${size}x${size}/apps"
    cp "$picture" "$share/icons/hicolor/${size}x${size}/apps/annotator.png"
done
gzip -9nc packaging/debian/annotator.1 >"$share/man/man1/annotator.1.gz"
cp packaging/debian/copyright "$share/doc/annotator/"
cp packaging/debian/lintian-overrides "$share/lintian/overrides/annotator"
printf 'annotator (%s) stable; urgency=medium\n\n  * Version %s.\n\n -- The Annotator developers <annotator@localhost>  %s\n' \
    "$version" "$version" "$(date -R -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}")" | gzip -9nc >"$share/doc/annotator/changelog.gz"
# Libraries need no right to be run, and what is set differently from file to file is no use.
find "$tree" -type d -exec chmod 755 {} +
find "$tree" -type f -exec chmod 644 {} +
chmod 755 "$tree/usr/lib/annotator/annotator"

cat >"$tree/DEBIAN/control" <<END
Package: annotator
Version: $version
Architecture: $architecture
Maintainer: The Annotator developers <annotator@localhost>
Installed-Size: $(du -sk "$tree/usr" | cut -f1)
Depends: libc6 (>= 2.36), fontconfig-config, libegl1, libgl1, fonts-dejavu-core, hicolor-icon-theme, shared-mime-info
Recommends: desktop-file-utils, fonts-droid-fallback | fonts-noto-cjk
Suggests: fonts-noto-cjk, fonts-noto-color-emoji
Section: text
Priority: optional
Description: mark who said what, and who agreed with whom on what
 Annotator is for analysts who read news and policy texts. They mark actors,
 claims and agreements, link them, and watch the relationship chart grow.
 .
 Annotations are JSON files beside the articles. There is no server, no
 account, and no network connection is opened.
END
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
mkdir -p dist
dpkg-deb --root-owner-group -Zxz -z6 --build "$tree" "dist/annotator_${version}_$architecture.deb" >/dev/null
ls -l "dist/annotator_${version}_$architecture.deb"
