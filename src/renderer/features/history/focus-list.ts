/** Brings the keyboard to the list, where it was last. */
export function focusList(): void {
  document.querySelector<HTMLElement>('.records .record[tabindex="0"]')?.focus();
}
