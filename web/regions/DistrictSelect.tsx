import './regions.css';
import { Select } from 'antd';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName } from '../i18n/names.ts';
import { focusMap } from '../stage/camera.ts';
import { replaceView, useView } from '../view/viewStore.ts';

/** Limits figures, list and map to one district, and brings it into view. */
export function DistrictSelect() {
  const { t, language } = useI18n();
  const { data } = useStart();
  const district = useView((view) => view.district);
  const districts = data?.regions.edges.map(({ node }) => node) ?? [];
  return (
    <Select
      className="district-select"
      aria-label={t('filter.district')}
      data-testid="district"
      value={district ?? ''}
      getPopupContainer={() => document.getElementById('panel') ?? document.body}
      showSearch={{ optionFilterProp: 'label' }}
      options={[
        { value: '', label: t('filter.allDistricts') },
        ...districts.map((region) => ({
          value: region.code,
          // Of the same name two are told apart by their codes.
          label: districts.some(({ code, name }) => name === region.name && code !== region.code)
            ? `${placeName(region, language)} (${region.code})`
            : placeName(region, language),
        })),
      ]}
      onChange={(code) => {
        replaceView({ district: code || undefined });
        const bbox = code ? districts.find((region) => region.code === code)?.bbox : data?.hub.bbox;
        if (bbox) focusMap({ bbox, maxZoom: 14 });
      }}
    />
  );
}
