import { Field, Int, ObjectType } from 'type-graphql';
import { ApiToken, Scope } from '../../db/entities/api-token.ts';
import { Role } from '../../db/entities/person.ts';
import { Means } from '../access/viewer.ts';

@ObjectType({ description: 'Who asks, and what they may do.' })
export class ViewerInfo {
  @Field(() => Means, { description: 'How they showed who they are.' })
  means!: Means;

  @Field(() => String, { nullable: true, description: 'Name that they sign in with.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'Name that others see.' })
  displayName!: string | null;

  @Field(() => Role, { nullable: true, description: 'What the person is to the hub.' })
  role!: Role | null;

  @Field(() => [Scope], {
    description:
      'What they may do: by their role, and for a token by its scopes. A cadre EDITs in their area only: see `Community.access`.',
  })
  scopes!: Scope[];

  @Field(() => Boolean, { description: 'Whether codes of an app are asked for when they sign in.' })
  hasSecondFactor!: boolean;

  @Field(() => Boolean, {
    description: 'Whether they must set up a second factor before they may do anything else.',
  })
  mustSetUpSecondFactor!: boolean;

  @Field(() => Boolean, { description: 'Whether anybody may read without signing in.' })
  publicReading!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the organisation whose sign-in can be used too, at `/auth/oidc`.',
  })
  organisation!: string | null;
}

@ObjectType({ description: 'A session: where somebody is signed in.' })
export class Session {
  @Field(() => String, { description: 'What the browser calls itself.' })
  agent!: string;

  @Field(() => Date, { description: 'When it began.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it was last used, to the hour.' })
  seenAt!: Date;
}

@ObjectType({ description: 'Who is signed in now.' })
export class AccountPayload {
  @Field(() => ViewerInfo, { description: 'Who asks from now on.' })
  viewer!: ViewerInfo;
}

@ObjectType({ description: 'A token that was made.' })
export class ApiTokenPayload {
  @Field(() => ApiToken, { description: 'The token.' })
  token!: ApiToken;

  @Field(() => String, {
    description:
      'What to send as `Authorization: Bearer …`. It is shown this once and cannot be had again.',
  })
  secret!: string;
}

@ObjectType({ description: 'A one-time link.' })
export class PasswordLinkPayload {
  @Field(() => String, {
    description:
      'Path of the page that sets the password, with a secret that is good once, for 7 days. It is shown this once.',
  })
  path!: string;
}

@ObjectType({ description: 'How one’s own second factor stands.' })
export class SecondFactor {
  @Field(() => Boolean, { description: 'Whether codes are asked for.' })
  isSet!: boolean;

  @Field(() => Int, { description: 'How many recovery codes are not used yet.' })
  recoveryCodesLeft!: number;
}

@ObjectType({ description: 'A second factor that is being set up.' })
export class SecondFactorSetup {
  @Field(() => String, { description: 'The secret for the app, in Base32, to be typed.' })
  secret!: string;

  @Field(() => String, { description: 'The same as a QR code holds it: `otpauth://…`.' })
  uri!: string;
}

@ObjectType({ description: 'Recovery codes, for when the app is lost.' })
export class RecoveryCodesPayload {
  @Field(() => [String], {
    description: 'Each is good once. They are shown this once and cannot be had again.',
  })
  codes!: string[];
}
