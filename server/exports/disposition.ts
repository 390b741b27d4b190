/**
 * The value of Content-Disposition that offers a file to be saved under a name, which may be Chinese; where
 * that is not understood, under one without. @source RFC 6266, RFC 8187
 */
export function asAttachment(name: string): string {
  const plain = name.replace(/[^\w.-]+/g, '-').replace(/^-+/, '');
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** A part of a file's name: without what file systems do not take. */
export function namePart(text: string): string {
  return text.replace(/[\s/\\:*?"<>|]+/g, '-').slice(0, 60);
}
