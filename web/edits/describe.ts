import type { TFunction } from 'i18next';
import type { Language, Position } from '../view/view.ts';
import type { EditAction, EditFields } from './edit.ts';
import { directionTo, formatMeters, metersBetween } from './words.ts';

/** Fields of a facility in the order in which people look at them. */
export const FIELDS = ['at', 'name', 'kind', 'address', 'opening', 'note', 'active'] as const;
export type FieldName = (typeof FIELDS)[number];

/** Named values of a kind, by its code. */
export type KindNames = ReadonlyMap<string, string>;

/** The value of a field in plain words. */
export function valueInWords(
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
export function editInWords(
  action: EditAction,
  before: EditFields | null,
  fields: EditFields,
  t: TFunction,
  language: Language,
): string {
  const name = before?.name ?? fields.name ?? '';
  if (action === 'moveFacility' && before?.at && fields.at) {
    return t('edit.said.moveFacility', {
      name,
      way: wayInWords(before.at, fields.at, t, language),
    });
  }
  const parts = FIELDS.filter((field) => field !== 'at' && field in fields).map((field) =>
    t(`edit.field.${field}`),
  );
  return t(`edit.said.${action}`, { name, fields: parts.join('、') });
}

/** How far and in which direction, in words. */
export function wayInWords(from: Position, to: Position, t: TFunction, language: Language): string {
  return t('edit.moved', {
    distance: formatMeters(metersBetween(from, to), language),
    direction: t(`edit.direction.${directionTo(from, to)}`),
  });
}
