import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { Extensions, type MiddlewareFn } from 'type-graphql';
import type { Context } from '../shared/context.ts';
import { ForbiddenError, UnauthenticatedError } from '../shared/errors.ts';
import { mayUse, type Policy, type Viewer } from './viewer.ts';

/** Decides who may use a query, mutation or subscription; without it nobody may. */
export function Allow(policy: Policy): MethodDecorator {
  return Extensions({ policy }) as MethodDecorator;
}

/** Refuses a root field whose policy the viewer does not meet. Deny is the default. */
export const enforcePolicy: MiddlewareFn<Context> = ({ context, info }, next) => {
  const { schema, parentType, fieldName } = info;
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  if (roots.includes(parentType)) demandField(context.viewer, parentType, fieldName);
  return next();
};

/**
 * Refuses subscriptions whose policy the viewer does not meet when they begin. Middlewares run at events
 * only: without this, everybody could hold a subscription open, and see when something happens.
 */
export function enforceAtSubscribe(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    const { subscribe } = field;
    field.subscribe = (source, args, context: Context, info) => {
      demandField(context.viewer, info.parentType, info.fieldName);
      return subscribe?.(source, args, context, info);
    };
  }
  return schema;
}

function demandField(viewer: Viewer, type: GraphQLObjectType, fieldName: string): void {
  const policy = type.getFields()[fieldName]?.extensions['policy'] as Policy | undefined;
  demand(viewer, policy, `The field ${type.name}.${fieldName}`);
}

/** @throws UNAUTHENTICATED without a good token, FORBIDDEN when even a token does not help */
export function demand(viewer: Viewer, policy: Policy | undefined, what: string): void {
  if (mayUse(viewer, policy)) return;
  if (policy === undefined || viewer.role !== 'anonymous') {
    throw new ForbiddenError(`${what} is not open to you.`);
  }
  throw new UnauthenticatedError(
    viewer.refused
      ? `${what} needs the administrator's token, and the token sent is not it.`
      : `${what} needs the administrator's token: send the header "Authorization: Bearer <JINLIN_ADMIN_TOKEN>".`,
  );
}
