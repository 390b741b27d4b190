import { type Trouble, troubleOf } from '../hub/trouble.ts';

/** The largest file that the hub takes. */
const MAX_FILE_BYTES = 200 * 1024 * 1024;

/** What became of a file that was sent: its import, or why there is none. */
export type Sent = { readonly id: string } | { readonly trouble: Trouble };

/** Sends a file to the hub. @param onShare receives the share of it (0–1) that has been sent */
export function sendFile(file: File, onShare: (share: number) => void): Promise<Sent> {
  if (file.size > MAX_FILE_BYTES) {
    return Promise.resolve({ trouble: { kind: 'input', code: 'TOO_LARGE', details: {} } });
  }
  // Not by `fetch`, which does not tell how much it has sent.
  const request = new XMLHttpRequest();
  return new Promise((resolve) => {
    request.open('POST', `/imports?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0);
    request.onerror = () => resolve({ trouble: troubleOf({}) });
    request.onload = () => resolve(answerOf(request));
    request.send(file);
  });
}

function answerOf({ status, responseText }: XMLHttpRequest): Sent {
  const response = { status, ok: status >= 200 && status < 300 };
  try {
    const { id, errors = [] } = JSON.parse(responseText) as { id?: string; errors?: object[] };
    return id ? { id } : { trouble: troubleOf({ graphQLErrors: errors, response }) };
  } catch {
    return { trouble: troubleOf({ response }) };
  }
}
