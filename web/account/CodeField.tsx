import { useEffect, useId } from 'react';
import { useI18n } from '../i18n/i18n.ts';
import { TextField } from '../ui/Field.tsx';

/** Where a code of the second factor is typed: one that the app shows, or a recovery code. */
export function CodeField({
  value,
  onChange,
  testId,
  isAppOnly = false,
  isFocused = false,
}: {
  value: string;
  onChange: (value: string) => void;
  testId?: string;
  /** Whether recovery codes are of no use here. */
  isAppOnly?: boolean;
  /** Whether it takes the focus when it appears: nothing else is left to be done. */
  isFocused?: boolean;
}) {
  const { t } = useI18n();
  const id = useId();
  useEffect(() => {
    if (isFocused) document.getElementById(id)?.focus();
  }, [id, isFocused]);
  return (
    <TextField
      id={id}
      label={t(isAppOnly ? 'account.appCode' : 'account.code')}
      value={value}
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      inputMode={isAppOnly ? 'numeric' : 'text'}
      required
      onChange={onChange}
      {...(testId && { testId })}
    />
  );
}
