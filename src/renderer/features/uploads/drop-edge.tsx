/** The dashed edge of a drop area; a solid one while files are held over it. */
export function DropEdge() {
  return (
    <svg className="edge" aria-hidden>
      <rect x=".5" y=".5" width="calc(100% - 1px)" height="calc(100% - 1px)" rx="11.5" />
    </svg>
  );
}
