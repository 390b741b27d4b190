/** Says that there is nothing, and what could be done. */
export function Empty({ title, hint }: { title: string; hint: string }) {
  return (
    <div className="empty" role="status">
      <strong>{title}</strong>
      <p>{hint}</p>
    </div>
  );
}
