import { Alert, Button } from 'antd';
import type { Failure } from '../hub/offline/away.ts';
import { troubleOf } from '../hub/trouble.ts';
import { useI18n } from '../i18n/i18n.ts';
import { troubleText } from './troubleText.ts';

/** Says in plain words why data is missing and offers the remedy. The map stays usable beside it. */
export function Problem({ error, retry }: { error: Failure; retry: () => void }) {
  const { t } = useI18n();
  const trouble = troubleOf(error);
  const { kind, code } = trouble;
  // What was asked for stands in the address: a link may name what is not there.
  const isWrongLink = code === 'BAD_USER_INPUT' || code === 'NOT_FOUND';
  const text = () => {
    if (isWrongLink) return t('error.link');
    return kind === 'away' ? t('error.away') : troubleText(trouble, t);
  };
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      data-testid="problem"
      title={t('error.title')}
      description={
        <>
          <p>{text()}</p>
          {isWrongLink ? (
            <Button href={location.pathname}>{t('error.reset')}</Button>
          ) : (
            <Button type="primary" onClick={retry}>
              {t('error.retry')}
            </Button>
          )}
        </>
      }
    />
  );
}
