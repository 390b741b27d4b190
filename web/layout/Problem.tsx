import { Alert, Button } from 'antd';
import type { CombinedError } from 'urql';
import { useI18n } from '../i18n/i18n.ts';

/** Says in plain words why data is missing and offers the remedy. The map stays usable beside it. */
export function Problem({ error, retry }: { error: CombinedError; retry: () => void }) {
  const { t } = useI18n();
  const codes = error.graphQLErrors.map(({ extensions }) => extensions?.code);
  const wrongLink = codes.some((code) => code === 'BAD_USER_INPUT' || code === 'NOT_FOUND');
  const reason = error.networkError && !error.response ? 'offline' : wrongLink ? 'input' : 'server';
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      data-testid="problem"
      title={t('error.title')}
      description={
        <>
          <p>{t(`error.${reason}`)}</p>
          {wrongLink ? (
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
