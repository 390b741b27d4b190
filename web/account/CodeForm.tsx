import { type FormEvent, useState } from 'react';
import type { Failure } from '../hub/offline/away.ts';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';
import { accountText } from './accountText.ts';
import { CodeField } from './CodeField.tsx';

/** Something that is done by a code of the second factor; folded until it is wanted. */
export function CodeForm({
  title,
  testId,
  send,
}: {
  title: string;
  testId: string;
  send: (code: string) => Promise<{ error?: Failure | undefined }>;
}) {
  const { busy, trouble, attempt } = useAttempt();
  const [code, setCode] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await attempt(() => send(code));
    setCode('');
  };
  return (
    <details data-testid={testId}>
      <summary>{title}</summary>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <CodeField value={code} onChange={setCode} testId={`${testId}-code`} />
        <TroubleNote trouble={trouble} words={accountText} />
        <button type="submit" className="button" disabled={busy}>
          {title}
        </button>
      </form>
    </details>
  );
}
