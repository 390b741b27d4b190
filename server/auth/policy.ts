import { Extensions, type MiddlewareFn } from 'type-graphql';
import type { Context } from '../shared/context.ts';
import { ForbiddenError, UnauthenticatedError } from '../shared/errors.ts';
import { mayUse, type Policy, type Viewer } from './viewer.ts';

/** Decides who may use a query or mutation; without it nobody may. */
export function Allow(policy: Policy): MethodDecorator {
  return Extensions({ policy }) as MethodDecorator;
}

/** Refuses a root field whose policy the viewer does not meet. Deny is the default. */
export const enforcePolicy: MiddlewareFn<Context> = ({ context, info }, next) => {
  const { schema, parentType, fieldName } = info;
  const isRoot = parentType === schema.getQueryType() || parentType === schema.getMutationType();
  if (isRoot) {
    const policy = parentType.getFields()[fieldName]?.extensions['policy'] as Policy | undefined;
    demand(context.viewer, policy, `The field ${parentType.name}.${fieldName}`);
  }
  return next();
};

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
