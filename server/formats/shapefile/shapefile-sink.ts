import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { referenceWkt } from '../../systems/reference-system.ts';
import { projected } from '../project.ts';
import type { SinkFeature, SinkOptions } from '../sink.ts';
import { inTemporaryFolder } from '../temporary.ts';
import { DbfWriter } from './dbf-writer.ts';
import { ShpWriter } from './shp-writer.ts';

/**
 * Writes a zipped Shapefile of one layer. Its names have at most ten bytes and its texts 254, more is cut
 * off. Headers can only be written at the end, so it is written to temporary files first.
 * @source ESRI Shapefile Technical Description (1998)
 */
export function writeShapefile(
  features: AsyncIterable<SinkFeature>,
  options: SinkOptions,
): AsyncGenerator<Buffer> {
  return inTemporaryFolder(async function* (folder) {
    const { columns, geometryType, system, encoding = 'utf-8', layer } = options;
    const path = join(folder, 'layer');
    const shp = await ShpWriter.open(path, geometryType);
    const dbf = await DbfWriter.open(join(folder, 'records'), columns, encoding);
    try {
      for await (const { properties, geometry } of features) {
        await shp.write(projected(geometry, system));
        await dbf.write(properties);
      }
      await shp.finish();
    } finally {
      await shp.close();
      await dbf.close();
    }
    const zip = new ZipFile();
    zip.addFile(`${path}.shp`, `${layer}.shp`);
    zip.addFile(`${path}.shx`, `${layer}.shx`);
    zip.addReadStream(Readable.from(dbf.bytes()), `${layer}.dbf`);
    zip.addBuffer(Buffer.from(referenceWkt(system)), `${layer}.prj`);
    zip.addBuffer(Buffer.from(encoding === 'utf-8' ? 'UTF-8' : 'GB18030'), `${layer}.cpg`);
    zip.end();
    yield* zip.outputStream as unknown as AsyncIterable<Buffer>;
  });
}
