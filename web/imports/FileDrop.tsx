import type { TFunction } from 'i18next';
import { type DragEvent, useState } from 'react';
import type { Trouble } from '../hub/trouble.ts';
import { useI18n } from '../i18n/i18n.ts';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { troubleText } from '../ui/troubleText.ts';
import { pushView } from '../view/viewStore.ts';
import { ProgressBar } from './ProgressBar.tsx';
import { sendFile } from './transfer.ts';

/** Takes a file by choosing or dropping it, and sends it. */
export function FileDrop() {
  const { t } = useI18n();
  const [share, setShare] = useState<number | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [over, setOver] = useState(false);
  const send = async (file: File | undefined): Promise<void> => {
    if (!file || share !== null) return;
    setTrouble(null);
    setShare(0);
    const sent = await sendFile(file, setShare);
    setShare(null);
    if ('id' in sent) pushView({ page: 'import', file: sent.id });
    else setTrouble(sent.trouble);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void send(event.dataTransfer.files[0]);
  };
  return (
    <section>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same */}
      <div
        className="import-drop"
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <label className="button button-main">
          {t('import.choose')}
          <input
            type="file"
            className="import-file"
            data-testid="import-file"
            accept=".csv,.txt,.geojson,.json,.geojsonl,.geojsons,.gpkg,.zip,.fgb"
            disabled={share !== null}
            onChange={({ target }) => {
              void send(target.files?.[0]);
              // The same file can be chosen again.
              target.value = '';
            }}
          />
        </label>
        <p>{t('import.formats')}</p>
      </div>
      {share !== null && <ProgressBar text={t('import.sending')} share={share} />}
      <TroubleNote trouble={trouble} words={fileText} />
    </section>
  );
}

/** Why a file did not arrive. */
function fileText(trouble: Trouble, t: TFunction): string {
  if (trouble.code === 'TOO_LARGE') return t('import.trouble.LARGE');
  return trouble.kind === 'away' ? t('import.trouble.OFFLINE') : troubleText(trouble, t);
}
