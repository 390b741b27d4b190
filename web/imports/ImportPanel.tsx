import './imports.css';
import { signingInStore } from '../account/SignIn.tsx';
import { mayPlan, useViewer } from '../account/viewer.ts';
import { useI18n } from '../i18n/i18n.ts';
import { DetailHead } from '../ui/DetailHead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { useView } from '../view/viewStore.ts';
import { FileDrop } from './FileDrop.tsx';
import { ImportList } from './ImportList.tsx';
import { OpenImport } from './OpenImport.tsx';

/** Brings a file into the hub: chosen, looked at, committed, and undone if need be. */
export default function ImportPanel() {
  const { t } = useI18n();
  const file = useView((view) => view.file);
  const viewer = useViewer();
  if (!mayPlan(viewer)) {
    return (
      <DetailHead title={t('import.title')}>
        <Empty title={t('import.notYours')} hint={t('import.notYoursHint')} />
        {viewer.name === null && (
          <button
            type="button"
            className="button button-main"
            onClick={() => signingInStore.set(true)}
          >
            {t('account.signIn')}
          </button>
        )}
      </DetailHead>
    );
  }
  if (file) return <OpenImport key={file} id={file} />;
  return (
    <article data-testid="import-panel">
      <DetailHead title={t('import.title')} />
      <div className="import">
        <FileDrop />
        <ImportList />
      </div>
    </article>
  );
}
