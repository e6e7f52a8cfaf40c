/** Whether a menu or question is open, which Esc closes before what lies under it. One on its way out does not count. */
export function isOpenAbove(): boolean {
  const open = ['menu', 'dialog', 'alertdialog'].map((role) => `[role="${role}"]:not([data-closed])`);
  return document.querySelector(open.join()) !== null;
}
