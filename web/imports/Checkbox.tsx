import { useOptimisticValue } from './useOptimisticValue.ts';

/** A box to tick that shows at once what was chosen, before the hub has said so. */
export function Checkbox({
  checked,
  text,
  testId,
  onChange,
}: {
  checked: boolean;
  text: string;
  testId?: string;
  onChange: (is: boolean) => void;
}) {
  const [shown, choose] = useOptimisticValue(checked);
  return (
    <label className="import-check">
      <input
        type="checkbox"
        checked={shown}
        data-testid={testId}
        onChange={({ target }) => {
          choose(target.checked);
          onChange(target.checked);
        }}
      />
      {text}
    </label>
  );
}
