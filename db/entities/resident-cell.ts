import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Point } from 'geojson';
import { PointType } from '../geometry.type.ts';
import { Community } from './community.ts';

/** A resident cell 居民点: a point with the number of residents living there; never a person. */
@Entity({ tableName: 'resident_cell' })
export class ResidentCell {
  @PrimaryKey({ type: 'bigint' })
  id!: string;

  @Property({ type: 'text' })
  code!: string;

  @ManyToOne({ entity: () => Community })
  community!: Rel<Community>;

  @Property({ type: PointType })
  location!: Point;

  @Property({ type: 'integer' })
  residents!: number;

  @Property({ type: 'integer', nullable: true })
  households?: number | null;

  /** True where the figure is spread evenly because the source has none. */
  @Property({ type: 'boolean' })
  modelled: boolean = false;
}
