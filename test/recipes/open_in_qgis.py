"""Opens a collection and a vector tile layer of the hub in QGIS, without a screen.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 test/recipes/open_in_qgis.py http://127.0.0.1:4000 coverage-plaza-2km

In QGIS itself: Layer > Add Layer > Add WFS / OGC API - Features Layer, with <hub>/ogc as address and "OGC API -
Features" as version; and Layer > Add Layer > Add Vector Tile Layer, with <hub>/tiles/<layer>/{z}/{x}/{y}.mvt.
"""
import json
import sys

from qgis.core import (
    QgsApplication,
    QgsCoordinateTransform,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsVectorLayer,
    QgsVectorTileLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor


def look(hub, collection):
    """What QGIS finds in a collection, and how many of 256 x 256 pixels its tiles fill."""
    layer = QgsVectorLayer(f"url='{hub}/ogc' typename='{collection}'", collection, "OAPIF")
    count = sum(1 for feature in layer.getFeatures() if not feature.geometry().isEmpty())
    address = f"{hub}/tiles/{collection}/{{z}}/{{x}}/{{y}}.mvt"
    tiles = QgsVectorTileLayer(f"type=xyz&url={address}&zmin=0&zmax=14", "tiles")
    return {
        "valid": [layer.isValid(), tiles.isValid()],
        "fields": [field.name() for field in layer.fields()],
        "count": count,
        "drawn": pixels(tiles, layer),
    }


def pixels(tiles, layer):
    """How many pixels are drawn of tiles where a layer lies."""
    settings = QgsMapSettings()
    settings.setDestinationCrs(tiles.crs())
    settings.setLayers([tiles])
    settings.setOutputSize(QSize(256, 256))
    settings.setBackgroundColor(QColor("white"))
    to_tiles = QgsCoordinateTransform(layer.crs(), tiles.crs(), settings.transformContext())
    settings.setExtent(to_tiles.transformBoundingBox(layer.extent()))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    white = QColor("white")
    return sum(image.pixelColor(x, y) != white for x in range(256) for y in range(256))


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    print(json.dumps(look(*sys.argv[1:3])))
    application.exitQgis()
