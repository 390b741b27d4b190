import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  useId,
  useState,
} from 'react';
import { useI18n } from '../i18n/i18n.ts';

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

/** A password in a form, under its label, with a button that shows what was typed. */
export function PasswordField({
  label,
  onChange,
  testId,
  ...input
}: Omit<InputHTMLAttributes<HTMLInputElement>, Own | 'type'> & {
  label: ReactNode;
  value: string;
  onChange: (value: string) => void;
  testId?: string;
}) {
  const { t } = useI18n();
  const id = useId();
  const [isShown, setShown] = useState(false);
  return (
    <div className="password-field">
      <label htmlFor={id}>{label}</label>
      <div>
        <input
          {...input}
          id={id}
          type={isShown ? 'text' : 'password'}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          data-testid={testId}
          onChange={(event) => onChange(event.target.value)}
        />
        <button
          type="button"
          className="button"
          aria-controls={id}
          aria-label={t(isShown ? 'account.hidePassword' : 'account.showPassword')}
          data-testid={testId && `${testId}-show`}
          onClick={() => setShown(!isShown)}
        >
          {t(isShown ? 'account.hide' : 'account.show')}
        </button>
      </div>
    </div>
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
