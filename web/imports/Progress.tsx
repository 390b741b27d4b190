/** How far something has come; without a share it just goes on. */
export function Progress({ text, share }: { text: string; share: number | null }) {
  return (
    <div className="progress" data-testid="import-progress">
      <span role="status">{text}</span>
      <progress aria-label={text} max={1} {...(share !== null && { value: share })} />
    </div>
  );
}
