/** Keeps the keyboard where it was when a pressed button goes away with the state that offered it. */

/** Marks the part of the page that the focus stays in. */
export const focusGround = { 'data-focus-ground': '' };
/** Marks the control of that part that always stays. */
export const focusHome = { 'data-focus-home': '' };

/** Moves the focus from `pressed` to the lasting control of its part. */
export function sendFocusHome(pressed: HTMLElement): void {
  const home = pressed.closest('[data-focus-ground]')?.querySelector('[data-focus-home]');
  if (home instanceof HTMLElement) home.focus();
}
