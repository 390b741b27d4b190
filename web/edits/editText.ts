import type { TFunction } from 'i18next';
import { directionTo, metersBetween } from '../coordinates/distance.ts';
import { formatMeters } from '../i18n/numbers.ts';
import type { KindNames } from '../kinds/useKindNames.ts';
import type { Language, Position } from '../view/view.ts';
import type { EditAction, EditFields } from './edit.ts';

/** Fields of a facility in the order in which they are shown. */
export const FIELDS = ['at', 'name', 'kind', 'address', 'opening', 'note', 'active'] as const;
export type FieldName = (typeof FIELDS)[number];

/** The value of a field as text. */
export function valueText(
  field: FieldName,
  state: EditFields,
  t: TFunction,
  kinds: KindNames,
): string {
  if (field === 'at')
    return state.at ? state.at.map((degrees) => degrees.toFixed(5)).join(', ') : '';
  if (field === 'active') return t(state.active === false ? 'edit.inactive' : 'edit.active');
  if (field === 'kind') return kinds.get(state.kind ?? '') ?? state.kind ?? '';
  return state[field] ?? t('noData');
}

/** What an edit does, in one sentence. */
export function editText(
  action: EditAction,
  before: EditFields | null,
  fields: EditFields,
  t: TFunction,
  language: Language,
): string {
  const name = before?.name ?? fields.name ?? '';
  if (action === 'moveFacility' && before?.at && fields.at) {
    return t('edit.summary.moveFacility', {
      name,
      way: moveText(before.at, fields.at, t, language),
    });
  }
  const parts = FIELDS.filter((field) => field !== 'at' && field in fields).map((field) =>
    t(`edit.field.${field}`),
  );
  return t(`edit.summary.${action}`, { name, fields: parts.join('、') });
}

/** How far and in which direction something moves, as text. */
export function moveText(from: Position, to: Position, t: TFunction, language: Language): string {
  return t('edit.moved', {
    distance: formatMeters(metersBetween(from, to), language),
    direction: t(`edit.direction.${directionTo(from, to)}`),
  });
}
