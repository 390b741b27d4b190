/** The largest file that the hub takes. */
export const MAX_FILE_BYTES = 200 * 1024 * 1024;

/** What became of a file that was sent: its import, or why there is none. */
export type Sent = { readonly id: string } | { readonly trouble: 'LARGE' | 'OFFLINE' | string };

/** Sends a file to the hub, and tells which share of it (0–1) is there. */
export function sendFile(file: File, onShare: (share: number) => void): Promise<Sent> {
  if (file.size > MAX_FILE_BYTES) return Promise.resolve({ trouble: 'LARGE' });
  // Not by `fetch`, which does not tell how much it has sent.
  const request = new XMLHttpRequest();
  return new Promise((resolve) => {
    request.open('POST', `/imports?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0);
    request.onerror = () => resolve({ trouble: 'OFFLINE' });
    request.onload = () => resolve(answerOf(request.responseText));
    request.send(file);
  });
}

function answerOf(text: string): Sent {
  try {
    const { id, errors } = JSON.parse(text) as { id?: string; errors?: { message: string }[] };
    return id ? { id } : { trouble: errors?.[0]?.message ?? 'OFFLINE' };
  } catch {
    return { trouble: 'OFFLINE' };
  }
}
