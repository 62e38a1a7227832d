#!/usr/bin/env bash
# Fetches the front-end packages exactly as locked, runs none of their scripts, and copies what the pages serve.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
hls=src/RecordsManager.Web/wwwroot/lib/hls
if [ -f $hls/hls.min.js ] && [ -d src/Infrastructure/RecordsManager.Printing/fonts ] && [ ! package-lock.json -nt $hls/hls.min.js ]; then exit 0; fi
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
mkdir -p $hls
cp node_modules/hls.js/LICENSE node_modules/hls.js/dist/hls.min.js $hls/
fonts=src/Infrastructure/RecordsManager.Printing/fonts # of printed pages
mkdir -p $fonts
for font in noto-serif/400Regular/NotoSerif_400Regular noto-serif/700Bold/NotoSerif_700Bold noto-sans/400Regular/NotoSans_400Regular \
    noto-sans/600SemiBold/NotoSans_600SemiBold noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold; do
  cp "node_modules/@expo-google-fonts/$font.ttf" $fonts/
done
cp node_modules/@expo-google-fonts/noto-serif/LICENSE_FONT $fonts/LICENSE.noto
cp node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf node_modules/dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf $fonts/
cp node_modules/dejavu-fonts-ttf/LICENSE $fonts/LICENSE.dejavu
touch $hls/hls.min.js
