"""Writes the communities that fail a rule to a CSV file, by Python's standard library alone.

    python3 test/recipes/failing_communities.py http://127.0.0.1:4000 fitness-1km failing.csv

Where reading is not public, put an API token into the environment variable JINLIN_TOKEN. With geopandas it is one
line: geopandas.read_file("http://127.0.0.1:4000/ogc/collections/coverage-fitness-1km/items?limit=10000")
"""
import csv
import json
import os
import sys
import urllib.request

QUERY = """
query ($rule: String!, $after: String) {
  communities(
    first: 200, after: $after
    filter: { coverage: { rule: $rule, status: FAIL } }
    orderBy: { field: NEAREST_FACILITY_DISTANCE, rule: $rule, direction: DESC }
  ) {
    pageInfo { hasNextPage endCursor }
    edges { node {
      code name population region { name }
      coverage(rule: $rule) { nearest { facility { name } distanceMeters } residentsCovered residentsTotal }
    } }
  }
}
"""


def ask(hub, query, variables):
    """The data of a GraphQL query; an exception that says what is wrong otherwise."""
    headers = {"content-type": "application/json"}
    if token := os.environ.get("JINLIN_TOKEN"):
        headers["authorization"] = f"Bearer {token}"
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(f"{hub}/graphql", body, headers)
    with urllib.request.urlopen(request) as response:
        answer = json.load(response)
    if "errors" in answer:
        raise RuntimeError(answer["errors"][0]["message"])
    return answer["data"]


def failing(hub, rule):
    """All communities that fail, page by page."""
    after = None
    while True:
        page = ask(hub, QUERY, {"rule": rule, "after": after})["communities"]
        yield from (edge["node"] for edge in page["edges"])
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def main():
    hub, rule, path = sys.argv[1:4]
    # Excel takes a file for UTF-8 when it begins with a byte order mark.
    with open(path, "w", newline="", encoding="utf-8-sig") as file:
        table = csv.writer(file)
        table.writerow(["district", "code", "name", "residents", "nearest", "meters", "uncovered"])
        for node in failing(hub, rule):
            coverage = node["coverage"]
            nearest = coverage["nearest"] or {"facility": {"name": ""}, "distanceMeters": ""}
            table.writerow([
                node["region"]["name"], node["code"], node["name"], node["population"],
                nearest["facility"]["name"], nearest["distanceMeters"],
                (coverage["residentsTotal"] or 0) - (coverage["residentsCovered"] or 0),
            ])


if __name__ == "__main__":
    main()
