/** The system's own dialog for choosing files; one input serves every button that opens it. */
import type { ChangeEvent } from 'react';
import { handIn } from '../../state/requests.ts';

const inputId = 'file-picker';

export function openPicker(): void {
  document.getElementById(inputId)?.click();
}

export function FilePicker() {
  const pick = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(currentTarget.files ?? [])];
    // The same file can be chosen again.
    currentTarget.value = '';
    if (files.length > 0) handIn(files, 'picker');
  };
  return <input id={inputId} type="file" multiple hidden tabIndex={-1} onChange={pick} />;
}
