/** The program's sign: a drop that goes on. */
export function Mark() {
  return (
    <svg
      className="mark"
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      <circle cx="9" cy="6" r="2.5" fill="currentColor" stroke="none" />
      <path d="M9 13v1a7 7 0 0 0 7 7h9" />
      <path d="m20 15.5 5.5 5.5-5.5 5.5" />
    </svg>
  );
}
