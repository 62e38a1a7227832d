#!/usr/bin/env bash
# Fetches the front-end packages exactly as locked, runs none of their scripts, and copies what the pages serve.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
hls=src/RecordsManager.Web/wwwroot/lib/hls
if [ -f $hls/hls.min.js ] && [ ! package-lock.json -nt $hls/hls.min.js ]; then exit 0; fi
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
mkdir -p $hls
cp node_modules/hls.js/LICENSE node_modules/hls.js/dist/hls.min.js $hls/
touch $hls/hls.min.js
