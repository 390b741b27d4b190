import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Scope } from '../../db/entities/api-token.ts';
import { Role } from '../../db/entities/person.ts';
import { decide, demand, POLICY_NAMES } from '../../server/access/policy.ts';
import type { SignedIn, Viewer } from '../../server/access/viewer.ts';
import { refusal } from '../shared/refusal.ts';

const ROLES = Object.keys(Role) as Role[];
const SCOPES = Object.keys(Scope) as Scope[];

const person = (role: Role, more: Partial<SignedIn> = {}): SignedIn => ({
  means: 'SESSION',
  id: 1,
  personId: 1,
  name: 'li',
  displayName: 'Li',
  role,
  scopes: null,
  hasSecondFactor: false,
  areas: { regionIds: [7], communityIds: [40] },
  ...more,
});
const nobody = (mayRead = true): Viewer => ({ means: 'NONE', mayRead, refused: null });
const OPERATOR: Viewer = { means: 'OPERATOR' };

const OWN = { communityId: 12, regionIds: [3, 7] };
const OWN_COMMUNITY = { communityId: 40, regionIds: [3, 8] };
const FOREIGN = { communityId: 13, regionIds: [3, 8] };
const NOWHERE = { communityId: null, regionIds: [] };

describe('somebody who must set up a second factor', () => {
  test.each([
    [true, ['open', 'read', 'account']],
    [false, ['open', 'account']],
  ])('may only do that, and read where strangers may (%s)', (mayRead, policies) => {
    const viewer = person('ADMIN', { setUpOnly: { mayRead } });
    expect(POLICY_NAMES.filter((policy) => decide(viewer, policy) === null)).toEqual(policies);
    expect(decide(viewer, 'administer')).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'SECOND_FACTOR',
    });
  });
});

describe('the policy', () => {
  test.each([
    // policy, who may by role
    ['open', ['VIEWER', 'ANALYST', 'CADRE', 'PLANNER', 'ADMIN']],
    ['read', ['VIEWER', 'ANALYST', 'CADRE', 'PLANNER', 'ADMIN']],
    ['account', ['VIEWER', 'ANALYST', 'CADRE', 'PLANNER', 'ADMIN']],
    ['staff', ['ANALYST', 'CADRE', 'PLANNER', 'ADMIN']],
    ['edit', ['CADRE', 'PLANNER', 'ADMIN']],
    ['plan', ['PLANNER', 'ADMIN']],
    ['administer', ['ADMIN']],
  ] as const)('%s is for %j', (policy, roles) => {
    const allowed = ROLES.filter((role) => decide(person(role), policy) === null);
    expect(allowed).toEqual(roles);
    for (const role of ROLES) {
      if (!(roles as readonly Role[]).includes(role))
        expect(decide(person(role), policy)).toMatchObject({ code: 'FORBIDDEN', reason: 'ROLE' });
    }
  });

  test('lets nobody in where there is none', () => {
    for (const viewer of [nobody(), OPERATOR, ...ROLES.map((role) => person(role))]) {
      expect(decide(viewer, undefined)).toMatchObject({ code: 'FORBIDDEN', reason: 'NO_POLICY' });
    }
  });

  test('lets the unknown read only, and only while reading is public', () => {
    const open = (viewer: Viewer): string[] => POLICY_NAMES.filter((name) => !decide(viewer, name));
    expect(open(nobody())).toEqual(['open', 'read']);
    expect(open(nobody(false))).toEqual(['open']);
    expect(open(OPERATOR)).toEqual(POLICY_NAMES.filter((name) => name !== 'account'));
  });

  test('tells why what was sent did not help', () => {
    expect(decide(nobody(), 'edit')?.reason).toBe('SIGN_IN');
    expect(decide({ means: 'NONE', mayRead: true, refused: 'UNKNOWN' }, 'edit')?.reason).toBe(
      'TOKEN_UNKNOWN',
    );
    expect(decide({ means: 'NONE', mayRead: true, refused: 'ENDED' }, 'edit')?.reason).toBe(
      'ENDED',
    );
    expect(refusal(() => demand(nobody(), 'edit', 'It'))).toMatchObject({
      code: 'UNAUTHENTICATED',
      reason: 'SIGN_IN',
    });
  });

  test('gives a token what its scopes name and its person may, and never the account', () => {
    for (const role of ROLES) {
      for (const policy of POLICY_NAMES) {
        for (const scope of SCOPES) {
          const token = person(role, { means: 'TOKEN', scopes: [scope] });
          const allowed = decide(token, policy) === null;
          if (allowed) expect(decide(person(role), policy)).toBeNull();
          if (policy === 'account') expect(allowed).toBe(false);
        }
      }
    }
    const token = person('ADMIN', { means: 'TOKEN', scopes: ['READ'] });
    expect(decide(token, 'edit')).toMatchObject({ reason: 'SCOPE' });
    expect(decide(person('VIEWER', { means: 'TOKEN', scopes: ['EDIT'] }), 'edit')).toMatchObject({
      reason: 'ROLE',
    });
  });

  test.each([
    [[OWN], true],
    [[OWN_COMMUNITY], true],
    [[OWN, OWN_COMMUNITY], true],
    [[], true],
    [[FOREIGN], false],
    [[OWN, FOREIGN], false],
    [[FOREIGN, OWN], false],
    [[NOWHERE], false],
    [[OWN, NOWHERE], false],
  ] as const)('keeps a cadre inside their area: %j', (places, allowed) => {
    expect(decide(person('CADRE'), 'edit', places) === null).toBe(allowed);
    expect(decide(person('PLANNER'), 'edit', places)).toBeNull();
    expect(
      decide(person('CADRE', { areas: { regionIds: [], communityIds: [] } }), 'edit', [OWN]),
    ).toMatchObject({ reason: 'AREA' });
  });

  test('never opens more by asking for more places', () => {
    const place = fc.record({
      communityId: fc.option(fc.integer({ min: 1, max: 50 })),
      regionIds: fc.array(fc.integer({ min: 1, max: 10 })),
    });
    const viewer = fc.record({
      role: fc.constantFrom(...ROLES),
      regionIds: fc.array(fc.integer({ min: 1, max: 10 })),
      communityIds: fc.array(fc.integer({ min: 1, max: 50 })),
    });
    fc.assert(
      fc.property(
        viewer,
        fc.array(place),
        place,
        fc.constantFrom(...POLICY_NAMES),
        (who, some, one, policy) => {
          const { role, ...areas } = who;
          const asked = person(role, { areas });
          if (decide(asked, policy, some))
            expect(decide(asked, policy, [...some, one])).not.toBeNull();
        },
      ),
    );
  });
});
