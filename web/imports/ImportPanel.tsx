import './imports.css';
import { type DragEvent, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { mayPlan, useViewer } from '../account/viewer.ts';
import { type ImportHeadFragment, ImportsDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { DetailHead } from '../layout/DetailHead.tsx';
import { Empty } from '../layout/Empty.tsx';
import { PanelSkeleton } from '../layout/PanelSkeleton.tsx';
import { Problem } from '../layout/Problem.tsx';
import { ImportDetail } from './ImportDetail.tsx';
import { Progress } from './Progress.tsx';
import { upload } from './upload.ts';

const ACCEPTED = '.csv,.tsv,.txt,.geojson,.json,.geojsonl,.ndjson,.gpkg,.zip,.fgb';

/** Brings files, and shows those that were brought. */
export function ImportPanel() {
  const { t } = useI18n();
  const viewer = useViewer();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <article data-testid="import-panel">
      <DetailHead title={t('import.title')} />
      {!mayPlan(viewer) ? (
        <Empty title={t('import.notYours')} hint={t('import.notYoursHint')} />
      ) : open ? (
        <ImportDetail key={open} id={open} onBack={() => setOpen(null)} />
      ) : (
        <Start onOpen={setOpen} />
      )}
    </article>
  );
}

function Start({ onOpen }: { onOpen: (id: string) => void }) {
  const { t } = useI18n();
  const [{ data, error }, ask] = useQuery({
    query: ImportsDocument,
    requestPolicy: 'cache-and-network',
  });
  const imports = data?.imports.edges.map(({ node }) => node as ImportHeadFragment);
  return (
    <>
      <Drop onOpen={onOpen} />
      {error && !data && <Problem error={error} retry={() => ask()} />}
      {!data && !error && <PanelSkeleton />}
      {imports && imports.length > 0 && (
        <section className="imports">
          <h3>{t('import.earlier')}</h3>
          <ul>
            {imports.map((each) => (
              <Entry key={each.id} entry={each} onOpen={() => onOpen(each.id)} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Entry({ entry, onOpen }: { entry: ImportHeadFragment; onOpen: () => void }) {
  const { t, language } = useI18n();
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <li>
      <button type="button" onClick={onOpen} data-testid="import-entry">
        <strong>{entry.fileName}</strong>
        <small>
          {t(`import.state.${entry.state}`)} · {entry.actor} ·{' '}
          {time.format(new Date(entry.createdAt as string))}
        </small>
      </button>
    </li>
  );
}

/** Takes a file, by choosing or by dropping it. */
function Drop({ onOpen }: { onOpen: (id: string) => void }) {
  const { t } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [trouble, setTrouble] = useState('');
  const [over, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setTrouble('');
    setSent(0);
    const answer = await upload(file, setSent);
    setSent(null);
    if ('id' in answer) onOpen(answer.id);
    else setTrouble(answer.trouble ?? t('error.offline'));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way beside the button
    <div
      className="drop"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>{t('import.what')}</p>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        hidden
        data-testid="import-file"
        onChange={(event) => void take(event.target.files?.[0])}
      />
      {sent === null ? (
        <button
          type="button"
          className="button button-main"
          data-testid="import-choose"
          onClick={() => input.current?.click()}
        >
          {t('import.choose')}
        </button>
      ) : (
        <Progress text={t('import.sending')} share={sent} />
      )}
      <small>{t('import.formats')}</small>
      {trouble && (
        <p role="alert" className="trouble">
          {trouble}
        </p>
      )}
    </div>
  );
}
