/** The one question that stands over everything, answered with yes or no; Esc is a no. */
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { type ReactNode, useRef } from 'react';
import './question.css';

interface Props {
  open: boolean;
  title: ReactNode;
  more: ReactNode;
  yes: string;
  no: string;
  onAnswer: (yes: boolean) => void;
  /** Where the focus goes afterwards; by default to where it was. */
  focusAfter?: () => HTMLElement | null;
}

export function Question({ open, title, more, yes, no, onAnswer, focusAfter }: Props) {
  const noRef = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog.Root open={open} onOpenChange={(stays) => !stays && onAnswer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="veil" />
        <AlertDialog.Popup
          className="question-box"
          initialFocus={noRef}
          {...(focusAfter && { finalFocus: () => focusAfter() ?? true })}
        >
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description>{more}</AlertDialog.Description>
          <div className="choices">
            <button type="button" className="btn main" onClick={() => onAnswer(true)}>
              {yes}
            </button>
            <button ref={noRef} type="button" className="btn" onClick={() => onAnswer(false)}>
              {no}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
