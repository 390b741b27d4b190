import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes } from 'react';

/** What of an input is the field's own. */
type Own = 'value' | 'onChange' | 'children';

/** A line of text in a form, under its label. */
export function TextField({
  label,
  onChange,
  testId,
  ...input
}: Omit<InputHTMLAttributes<HTMLInputElement>, Own> & {
  label: ReactNode;
  value: string;
  onChange?: (value: string) => void;
  testId?: string;
}) {
  return (
    <label>
      {label}
      <input
        {...input}
        data-testid={testId}
        readOnly={!onChange}
        onChange={(event) => onChange?.(event.target.value)}
      />
    </label>
  );
}

/** A choice in a form, under its label; `children` are its options. */
export function SelectField({
  label,
  onChange,
  testId,
  ...select
}: Omit<SelectHTMLAttributes<HTMLSelectElement>, 'value' | 'onChange'> & {
  label: ReactNode;
  value: string;
  onChange: (value: string) => void;
  testId?: string;
}) {
  return (
    <label>
      {label}
      <select {...select} data-testid={testId} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}
