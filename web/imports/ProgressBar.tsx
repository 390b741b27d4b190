/** How far something has come; without a share it is only known that it goes on. */
export function ProgressBar({ text, share }: { text: string; share: number | null }) {
  return (
    <div className="import-progress" role="status" data-testid="import-progress">
      <span>{text}</span>
      <progress aria-label={text} {...(share === null ? {} : { value: share, max: 1 })} />
    </div>
  );
}
