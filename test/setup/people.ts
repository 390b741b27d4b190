import type { Role } from '../../db/entities/person.ts';
import type { TestHub, Who } from './hub.ts';

/** The password of everybody in tests. */
export const PASSWORD = 'correct horse battery';

/** What a cadre is given: global ids. */
export interface GivenAreas {
  readonly regions?: string[];
  readonly communities?: string[];
}

/** Enters a person by the API, as an administrator would, and gives their id and one-time link. */
export async function enterPerson(
  hub: TestHub,
  name: string,
  role: Role,
  areas: GivenAreas = {},
): Promise<{ id: string; link: string }> {
  const { data, errors } = await hub.send(
    'mutation ($input: CreatePersonInput!) { createPerson(input: $input) { id } }',
    { input: { name, role, displayName: `${name} 同志`, ...areas } },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  const { id } = data.createPerson;
  const made = await hub.send('mutation ($id: ID!) { createPasswordLink(person: $id) { path } }', {
    id,
  });
  return { id, link: made.data.createPasswordLink.path.replace('/#link=', '') };
}

/** Enters a person who sets their password and is signed in; gives what their browser sends. */
export async function signedIn(
  hub: TestHub,
  name: string,
  role: Role,
  areas: GivenAreas = {},
): Promise<{ cookie: string }> {
  const { link } = await enterPerson(hub, name, role, areas);
  const { cookie, errors } = await hub.send(
    'mutation ($input: SetPasswordInput!) { setPassword(input: $input) { viewer { name } } }',
    { input: { link, password: PASSWORD } },
    null,
  );
  if (!cookie) throw new Error(JSON.stringify(errors));
  return { cookie };
}

/** A token of whoever is signed in. */
export async function tokenOf(hub: TestHub, who: Who, scopes: string[]): Promise<string> {
  const { data, errors } = await hub.send(
    'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }',
    { input: { name: 'a program', scopes } },
    who,
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.createApiToken.secret;
}
