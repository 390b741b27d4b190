import { kindShape } from './kindShape.ts';

/** The map's symbol of a kind, for legends and lists; its name always stands beside it. */
export function KindIcon({ code, size = 16 }: { code: string; size?: number }) {
  const shape = kindShape(code);
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" className="kind-icon">
      <path d={shape.path} fill={shape.fill} fillRule="evenodd" />
    </svg>
  );
}
