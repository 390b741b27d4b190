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

hub, collection = sys.argv[1], sys.argv[2]
application = QgsApplication([], False)
application.initQgis()

layer = QgsVectorLayer(f"url='{hub}/ogc' typename='{collection}'", collection, "OAPIF")
names = [field.name() for field in layer.fields()]
count = sum(1 for feature in layer.getFeatures() if not feature.geometry().isEmpty())

tiles = QgsVectorTileLayer(
    f"type=xyz&url={hub}/tiles/{collection}/{{z}}/{{x}}/{{y}}.mvt&zmin=0&zmax=14", "tiles"
)
settings = QgsMapSettings()
settings.setDestinationCrs(tiles.crs())
settings.setLayers([tiles])
settings.setExtent(tiles.extent())
settings.setOutputSize(QSize(256, 256))
settings.setBackgroundColor(QColor("white"))
extent = layer.extent()
transform = QgsCoordinateTransform(
    layer.crs(), tiles.crs(), settings.transformContext()
)
settings.setExtent(transform.transformBoundingBox(extent))
job = QgsMapRendererParallelJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
drawn = sum(
    image.pixelColor(x, y) != QColor("white") for x in range(256) for y in range(256)
)
print(json.dumps({"valid": [layer.isValid(), tiles.isValid()], "fields": names, "count": count, "drawn": drawn}))
application.exitQgis()
