import type { TFunction } from 'i18next';
import type { Trouble } from '../hub/trouble.ts';
import { useI18n } from '../i18n/i18n.ts';
import { troubleText } from './troubleText.ts';

/** Says why something did not work, where it was tried; nothing while it did. */
export function TroubleNote({
  trouble,
  words = troubleText,
  testId,
}: {
  trouble: Trouble | null;
  /** Says it better than in the words that fit everywhere. */
  words?: (trouble: Trouble, t: TFunction) => string;
  testId?: string;
}) {
  const { t } = useI18n();
  if (!trouble) return null;
  return (
    <p role="alert" className="trouble" data-testid={testId} data-kind={trouble.kind}>
      {words(trouble, t)}
    </p>
  );
}
