/** A file above the chain: at rest, or about to land on its first stop. */
const sheet = 'M45 4h20l12 12v30a4 4 0 0 1-4 4H45a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4Z';
const fold = 'M65 4v8a4 4 0 0 0 4 4h8';
const otherStops = [6, 30, 90, 114];

export function Glyph({ landing = false }: { landing?: boolean }) {
  return (
    <svg className={landing ? 'glyph landing' : 'glyph'} viewBox="0 0 120 84" fill="none" aria-hidden>
      <path className="way" d="M6 76h108" />
      {otherStops.map((x) => (
        <circle key={x} className="stop" cx={x} cy="76" r="4" />
      ))}
      {landing && <circle className="ring" cx="60" cy="76" r="9" />}
      <circle className="target" cx="60" cy="76" r="5" />
      {!landing && <path className="fall" d="M60 58v8" />}
      <g className="sheet" transform={landing ? 'translate(0 10)' : undefined}>
        <path d={sheet} />
        <path d={fold} />
      </g>
    </svg>
  );
}
