import './account.css';
import { type FormEvent, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { client } from '../client.ts';
import {
  CreatePasswordLinkDocument,
  CreatePersonDocument,
  PeopleDocument,
  type PersonFieldsFragment,
  type Role,
  UpdatePersonDocument,
} from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName } from '../i18n/names.ts';
import { DetailHead } from '../layout/DetailHead.tsx';
import { PanelSkeleton } from '../layout/PanelSkeleton.tsx';
import { Problem } from '../layout/Problem.tsx';
import { Dialog } from '../shared/Dialog.tsx';
import { type Area, AreaPicker } from './AreaPicker.tsx';
import { troubleOf } from './SignIn.tsx';
import { useViewer } from './viewer.ts';

const ROLES: readonly Role[] = ['CADRE', 'PLANNER', 'ANALYST', 'VIEWER', 'ADMIN'];

/** Everybody who can sign in: for administrators. */
export function PeoplePanel() {
  const { t, language } = useI18n();
  const [{ data, error }, ask] = useQuery({
    query: PeopleDocument,
    requestPolicy: 'cache-and-network',
  });
  const [open, setOpen] = useState<PersonFieldsFragment | 'new' | null>(null);
  const people = (data?.people ?? []) as readonly PersonFieldsFragment[];
  return (
    <article data-testid="people-panel">
      <DetailHead title={t('account.people')} />
      {error && !data && <Problem error={error} retry={() => ask()} />}
      {!data && !error && <PanelSkeleton />}
      {data && (
        <div className="account">
          <button
            type="button"
            className="button button-main"
            data-testid="new-person"
            onClick={() => setOpen('new')}
          >
            {t('account.newPerson')}
          </button>
          <ul>
            {people.map((person) => (
              <li key={person.id}>
                <div>
                  {person.displayName}
                  {!person.active && ` · ${t('account.inactive')}`}
                  <small>
                    {person.name} · {t(`account.role.${person.role}`)}
                    {[...person.regions, ...person.communities]
                      .map((area) => ` · ${placeName(area, language)}`)
                      .join('')}
                    {!person.hasPassword && person.active && ` · ${t('account.noPassword')}`}
                  </small>
                </div>
                <button type="button" className="button" onClick={() => setOpen(person)}>
                  {t('account.edit')}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {open && (
        <PersonForm
          person={open === 'new' ? null : open}
          onClose={() => {
            setOpen(null);
            ask({ requestPolicy: 'network-only' });
          }}
        />
      )}
    </article>
  );
}

function PersonForm({
  person,
  onClose,
}: {
  person: PersonFieldsFragment | null;
  onClose: () => void;
}) {
  const { t } = useI18n();
  const [, create] = useMutation(CreatePersonDocument);
  const [, update] = useMutation(UpdatePersonDocument);
  const [name, setName] = useState(person?.name ?? '');
  const [displayName, setDisplayName] = useState(person?.displayName ?? '');
  const [role, setRole] = useState<Role>(person?.role ?? 'CADRE');
  const { organisation } = useViewer();
  const [subject, setSubject] = useState(person?.subject ?? '');
  const [active, setActive] = useState(person?.active ?? true);
  const [areas, setAreas] = useState<readonly Area[]>([
    ...(person?.regions ?? []),
    ...(person?.communities ?? []),
  ]);
  const [trouble, setTrouble] = useState('');
  const [link, setLink] = useState('');

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const shared = {
      displayName: displayName.trim() || name,
      role,
      ...(organisation && { subject: subject.trim() || null }),
      regions: areas.filter(({ id }) => id.startsWith('region')).map(({ id }) => id),
      communities: areas.filter(({ id }) => id.startsWith('community')).map(({ id }) => id),
    };
    const { error, data } = person
      ? await update({ input: { id: person.id, version: person.version, active, ...shared } })
      : await create({ input: { name, ...shared } });
    if (error) {
      const message = error.graphQLErrors[0]?.message ?? '';
      const known = troubleOf(error);
      setTrouble(known === 'input' ? message : t(`account.trouble.${known}`, { minutes: 1 }));
      return;
    }
    setTrouble('');
    if (data && 'createPerson' in data) await makeLink(data.createPerson.id);
    else onClose();
  };
  const makeLink = async (id: string) => {
    const { data } = await client.mutation(CreatePasswordLinkDocument, { person: id }).toPromise();
    if (data) setLink(location.origin + data.createPasswordLink.path);
  };
  if (link) {
    return (
      <Dialog title={t('account.linkTitle')} onClose={onClose} testId="person-link">
        <p>{t('account.linkHint')}</p>
        <p className="account-secret" data-testid="link">
          {link}
        </p>
        <button
          type="button"
          className="button button-main"
          onClick={() => void navigator.clipboard?.writeText(link)}
        >
          {t('account.copy')}
        </button>
      </Dialog>
    );
  }
  return (
    <Dialog
      title={person ? person.displayName : t('account.newPerson')}
      onClose={onClose}
      testId="person"
    >
      <form className="form" onSubmit={(event) => void submit(event)}>
        <label>
          {t('account.name')}
          <input
            value={name}
            required
            readOnly={person !== null}
            autoCapitalize="none"
            data-testid="person-name"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label>
          {t('account.displayName')}
          <input
            value={displayName}
            maxLength={40}
            data-testid="person-display-name"
            onChange={(event) => setDisplayName(event.target.value)}
          />
        </label>
        <label>
          {t('account.roleLabel')}
          <select
            value={role}
            data-testid="person-role"
            onChange={(event) => setRole(event.target.value as Role)}
          >
            {ROLES.map((each) => (
              <option key={each} value={each}>
                {t(`account.role.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <p className="hint">{t(`account.roleHint.${role}`)}</p>
        {organisation && (
          <label>
            {t('account.subject', { name: organisation })}
            <input
              value={subject}
              maxLength={255}
              onChange={(event) => setSubject(event.target.value)}
            />
          </label>
        )}
        {role === 'CADRE' && <AreaPicker areas={areas} onChange={setAreas} />}
        {person && (
          <div className="account-scopes">
            <label>
              <input
                type="checkbox"
                checked={active}
                onChange={(event) => setActive(event.target.checked)}
              />
              {t('account.active')}
            </label>
          </div>
        )}
        {trouble && (
          <p role="alert" className="trouble">
            {trouble}
          </p>
        )}
        <div className="buttons">
          {person?.active && (
            <button type="button" className="button" onClick={() => void makeLink(person.id)}>
              {t('account.newLink')}
            </button>
          )}
          <button
            type="submit"
            className="button button-main button-grow"
            data-testid="person-save"
          >
            {t('account.save')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
