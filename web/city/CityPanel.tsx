import './city.css';
import { useQuery } from 'urql';
import { mayPlan, useViewer } from '../account/viewer.ts';
import { CityDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { DetailHead } from '../ui/DetailHead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import { Problem } from '../ui/Problem.tsx';
import { pushView, useView } from '../view/viewStore.ts';
import { CityForm } from './CityForm.tsx';
import { EXAMPLES, type Step, stepsOf } from './steps.ts';

/** Leads through what a city's data are made of: what is there, what is missing, and how it is brought. */
export default function CityPanel() {
  const { t } = useI18n();
  const viewer = useViewer();
  const rule = useView((view) => view.rule);
  const [{ data, error }, execute] = useQuery({
    query: CityDocument,
    variables: { rule },
    requestPolicy: 'cache-and-network',
  });
  return (
    <article data-testid="city-panel">
      <DetailHead title={t('city.title')}>
        <p className="detail-sub">{t('city.intro')}</p>
      </DetailHead>
      {error && !data && <Problem error={error} retry={() => execute()} />}
      {!data && !error && <PanelSkeleton />}
      {data && (
        <div className="city">
          {!mayPlan(viewer) && <Empty title={t('city.notYours')} hint={t('import.notYoursHint')} />}
          <CityForm hub={data.hub} mayChange={viewer.scopes.includes('ADMINISTER')} />
          <ol className="city-steps">
            {stepsOf(data).map((step) => (
              <CityStep key={step.name} step={step} mayImport={mayPlan(viewer)} />
            ))}
          </ol>
        </div>
      )}
    </article>
  );
}

function CityStep({ step, mayImport }: { step: Step; mayImport: boolean }) {
  const { t, language } = useI18n();
  const { name, state, figure, lacking, target } = step;
  const example = EXAMPLES[name];
  return (
    <li data-state={state} data-testid={`city-${name}`}>
      <h3>
        <span className="city-mark" aria-hidden="true">
          {state === 'DONE' ? '✓' : state === 'PARTLY' ? '!' : '○'}
        </span>
        {t(`city.step.${name}`)}
        <b>{figure > 0 ? formatNumber(figure, language) : t('city.none')}</b>
      </h3>
      <p>{t(`city.hint.${name}`)}</p>
      {lacking > 0 && (
        <p className="city-lacking">
          {t(`city.lacking.${name}`, { figure: formatNumber(lacking, language) })}
        </p>
      )}
      {mayImport && target && (
        <div className="buttons">
          <button
            type="button"
            className={state === 'MISSING' ? 'button button-main' : 'button'}
            onClick={() => pushView({ page: 'import', file: undefined })}
          >
            {t('city.bring')}
          </button>
          {example && (
            <a
              className="button"
              download={example.file}
              href={`data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${example.text}`)}`}
            >
              {t('city.example')}
            </a>
          )}
        </div>
      )}
    </li>
  );
}
