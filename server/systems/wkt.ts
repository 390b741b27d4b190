import { commonSystem, type ReferenceSystem } from '../coordinates/reference-names.ts';
import { definitionOf } from './info.ts';

const DEGREES = 'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]';
const WGS84 = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],${DEGREES}]`;
const CGCS2000 = `GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],${DEGREES}]`;

/**
 * A system as WKT, the common ones in Esri's wording, which every GIS program understands in .prj files. GCJ-02 and BD-09 are
 * given a datum of their own: programs that do not know it will at least not take them for WGS 84.
 */
export function referenceWkt(system: ReferenceSystem): string {
  if (system === 'WGS84') return WGS84;
  if (system === 'CGCS2000') return CGCS2000;
  if (system === 'GCJ02' || system === 'BD09') {
    return `GEOGCS["${system}",DATUM["D_${system}",SPHEROID["WGS_1984",6378137.0,298.257223563]],${DEGREES}]`;
  }
  const zone = commonSystem(system)?.zone;
  if (!zone && system !== 'EPSG:3857') return definitionOf(system).wkt;
  if (!zone) {
    return `PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",${WGS84},PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]`;
  }
  const { number, meridian, easting } = zone;
  const name = easting > 1_000_000 ? `Zone_${number}` : `CM_${meridian}E`;
  return `PROJCS["CGCS2000_3_Degree_GK_${name}",${CGCS2000},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",${easting}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`;
}
