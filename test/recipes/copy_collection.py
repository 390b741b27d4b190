"""Copies a collection from OGC API - Features to a GeoJSON file, page by page, by Python's standard library alone.

    python3 test/recipes/copy_collection.py http://127.0.0.1:4000 coverage-plaza-2km failing.geojson status=FAIL

Further arguments choose features, as in the API's definition at /ogc/api. The pages follow each other by their links
"next", which hold while others write. Where reading is not public, put an API token into the environment variable
JINLIN_TOKEN.
"""
import json
import os
import sys
import urllib.parse
import urllib.request


def read(address):
    """The document at an address."""
    request = urllib.request.Request(address, headers={"accept": "application/geo+json"})
    if token := os.environ.get("JINLIN_TOKEN"):
        request.add_header("authorization", f"Bearer {token}")
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def features(hub, collection, choice):
    """All features of a collection that are chosen."""
    query = urllib.parse.urlencode({"limit": 1000, **choice})
    address = f"{hub}/ogc/collections/{collection}/items?{query}"
    while address:
        page = read(address)
        yield from page["features"]
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)


def main():
    hub, collection, path, *choice = sys.argv[1:]
    chosen = dict(argument.split("=", 1) for argument in choice)
    with open(path, "w", encoding="utf-8") as file:
        copied = list(features(hub, collection, chosen))
        json.dump({"type": "FeatureCollection", "features": copied}, file, ensure_ascii=False)
    print(f"{len(copied)} features")


if __name__ == "__main__":
    main()
