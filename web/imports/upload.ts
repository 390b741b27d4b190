/** What became of an upload: the import's id, or why there is none. */
export type Uploaded = { readonly id: string } | { readonly trouble: string | null };

/** Sends a file to the hub as it is; `onSent` hears what share has gone. `trouble` is null without network. */
export function upload(file: File, onSent: (share: number) => void): Promise<Uploaded> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/imports?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(answerOf(request));
    request.onerror = () => resolve({ trouble: null });
    request.send(file);
  });
}

function answerOf({ status, responseText }: XMLHttpRequest): Uploaded {
  try {
    const answer = JSON.parse(responseText);
    if (status === 201) return { id: answer.id };
    return { trouble: answer.errors?.[0]?.message ?? `HTTP ${status}` };
  } catch {
    return { trouble: `HTTP ${status}` };
  }
}
