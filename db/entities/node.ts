import { Field, ID, InterfaceType } from 'type-graphql';

/** Whatever can be asked for by its global id alone. */
@InterfaceType({
  description: 'Whatever can be asked for by its global id alone, with `node` or `nodes`.',
  resolveType: (value: { nodeType: string }) => value.nodeType,
})
export abstract class Node {
  @Field(() => ID, { description: 'Global id.' })
  id!: string;
}
