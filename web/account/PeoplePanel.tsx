import './account.css';
import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import {
  CreatePasswordLinkDocument,
  CreatePersonDocument,
  PeopleDocument,
  type PersonFieldsFragment,
  type Role,
  UpdatePersonDocument,
} from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { useI18n } from '../i18n/i18n.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { DetailHead } from '../ui/DetailHead.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { SelectField, TextField } from '../ui/Field.tsx';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import { Problem } from '../ui/Problem.tsx';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';
import { useDraft } from '../view/drafts.ts';
import { AccessList } from './AccessList.tsx';
import { AreaPicker } from './AreaPicker.tsx';
import { accountText } from './accountText.ts';
import { type Area, areaName } from './area.ts';
import { useViewer } from './viewer.ts';

const ROLES: readonly Role[] = ['CADRE', 'PLANNER', 'ANALYST', 'VIEWER', 'ADMIN'];

/** Everybody who can sign in: for administrators. */
export function PeoplePanel() {
  const { t, language } = useI18n();
  const [{ data, error }, execute] = useQuery({
    query: PeopleDocument,
    requestPolicy: 'cache-and-network',
  });
  const [open, setOpen] = useState<PersonFieldsFragment | 'new' | null>(null);
  const people = (data?.people ?? []) as readonly PersonFieldsFragment[];
  return (
    <article data-testid="people-panel">
      <DetailHead title={t('account.people')} />
      {error && !data && <Problem error={error} retry={() => execute()} />}
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
                      .map((area) => ` · ${areaName(area as Area, language)}`)
                      .join('')}
                    {!person.hasPassword && person.active && ` · ${t('account.noPassword')}`}
                    {person.hasSecondFactor && ` · ${t('account.withSecondFactor')}`}
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
            execute({ requestPolicy: 'network-only' });
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
  const { busy, trouble, attempt } = useAttempt();
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
  /** What is searched for and not chosen yet, and how often saving has stopped at it. */
  const [areaText, setAreaText] = useState('');
  const [areaWanted, setAreaWanted] = useState(0);
  const [link, setLink] = useState('');

  const entered = JSON.stringify([name, displayName, role, subject, active, areas, areaText]);
  const [begun] = useState(entered);
  const leave = useDraft(entered !== begun && link === '', onClose);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (role === 'CADRE' && areaText.trim()) return setAreaWanted(areaWanted + 1);
    const shared = {
      displayName: displayName.trim() || name,
      role,
      ...(organisation && { subject: subject.trim() || null }),
      regions: areas.filter(({ id }) => id.startsWith('region')).map(({ id }) => id),
      communities: areas.filter(({ id }) => id.startsWith('community')).map(({ id }) => id),
    };
    if (person) {
      const input = { id: person.id, version: person.version, active, ...shared };
      const { error } = await attempt(() =>
        client.mutation(UpdatePersonDocument, { input }).toPromise(),
      );
      if (!error) onClose();
      return;
    }
    const { data } = await attempt(() =>
      client.mutation(CreatePersonDocument, { input: { name, ...shared } }).toPromise(),
    );
    if (data) await makeLink(data.createPerson.id);
  };
  const makeLink = async (id: string) => {
    const { data } = await attempt(() =>
      client.mutation(CreatePasswordLinkDocument, { person: id }).toPromise(),
    );
    if (data) setLink(location.origin + data.createPasswordLink.path);
  };
  if (link) {
    return (
      <Dialog title={t('account.linkTitle')} onClose={onClose} testId="person-link">
        <p>{t('account.linkHint')}</p>
        <p className="account-secret" data-testid="link">
          {link}
        </p>
        <CopyButton
          text={() => link}
          label={t('account.copy')}
          className="button button-main"
          testId="copy-person-link"
        />
      </Dialog>
    );
  }
  return (
    <Dialog
      title={person ? person.displayName : t('account.newPerson')}
      onClose={leave}
      testId="person"
    >
      <form className="form" onSubmit={(event) => void submit(event)}>
        <TextField
          label={t('account.name')}
          value={name}
          required
          autoCapitalize="none"
          testId="person-name"
          {...(!person && { onChange: setName })}
        />
        <TextField
          label={t('account.displayName')}
          value={displayName}
          maxLength={40}
          testId="person-display-name"
          onChange={setDisplayName}
        />
        <SelectField
          label={t('account.roleLabel')}
          value={role}
          testId="person-role"
          onChange={(next) => setRole(next as Role)}
        >
          {ROLES.map((each) => (
            <option key={each} value={each}>
              {t(`account.role.${each}`)}
            </option>
          ))}
        </SelectField>
        <p className="hint">{t(`account.roleHint.${role}`)}</p>
        {organisation && (
          <TextField
            label={t('account.subject', { name: organisation })}
            value={subject}
            maxLength={255}
            onChange={setSubject}
          />
        )}
        {role === 'CADRE' && (
          <AreaPicker
            areas={areas}
            text={areaText}
            wanted={areaWanted}
            onChange={setAreas}
            onText={setAreaText}
          />
        )}
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
        <TroubleNote trouble={trouble} words={accountText} />
        <div className="buttons">
          {person?.active && (
            <button type="button" className="button" onClick={() => void makeLink(person.id)}>
              {t('account.newLink')}
            </button>
          )}
          <button
            type="submit"
            className="button button-main button-grow"
            disabled={busy}
            data-testid="person-save"
          >
            {t('account.save')}
          </button>
        </div>
      </form>
      {person && <AccessList person={person} />}
    </Dialog>
  );
}
