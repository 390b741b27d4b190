#!/bin/sh
# Copies every collection of the hub into one GeoPackage, and says of which data version it is.
#
#     sh test/recipes/copy_city.sh http://127.0.0.1:4000 city.gpkg
#
# Needs curl and GDAL (Debian: gdal-bin). Where reading is not public, put an API token into JINLIN_TOKEN.
set -eu
hub=$1
file=$2
if [ -n "${JINLIN_TOKEN:-}" ]; then
  export GDAL_HTTP_HEADERS="Authorization: Bearer $JINLIN_TOKEN"
fi

version() {
  curl -fsSI ${JINLIN_TOKEN:+-H "Authorization: Bearer $JINLIN_TOKEN"} "$hub/ogc" |
    awk 'tolower($1) == "x-data-version:" { print $2 + 0 }'
}

# Pages of one collection hold while others write; if somebody wrote between two collections, copy again.
while :; do
  before=$(version)
  rm -f "$file"
  ogr2ogr -f GPKG "$file" "OAPIF:$hub/ogc" -oo PAGE_SIZE=1000 -nlt PROMOTE_TO_MULTI
  [ "$before" = "$(version)" ] && break
done
echo "data version $before"
