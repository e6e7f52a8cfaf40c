/** The frame of a field: its label, its help, and what is wrong with it. */
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import './field.css';

interface Props {
  /** The control's id: label, help and problem belong to it. */
  id: string;
  title: string;
  /** Nothing where it is ''. */
  help: string;
  problem: string | null;
  /** The control is a group, which names itself. */
  isGroup?: boolean;
  className?: string;
  children: ReactNode;
}

export function Field({ id, title, help, problem, isGroup = false, className = '', children }: Props) {
  return (
    <div className={`field ${className}`}>
      {isGroup ? (
        <span className="label" aria-hidden>
          {title}
        </span>
      ) : (
        <label htmlFor={id}>{title}</label>
      )}
      {children}
      {problem !== null && (
        <p className="line bad" id={`${id}-problem`} role="alert">
          <CircleAlert className="i" aria-hidden />
          {problem}
        </p>
      )}
      {help !== '' && (
        <p className="quiet" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

/** What a control is described by. */
export function describedBy(id: string, help: string, problem: string | null): string | undefined {
  const ids = [...(problem === null ? [] : [`${id}-problem`]), ...(help === '' ? [] : [`${id}-help`])];
  return ids.length === 0 ? undefined : ids.join(' ');
}
