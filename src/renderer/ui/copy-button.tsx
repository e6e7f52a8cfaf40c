/** Copies links and says so for two seconds in the same width. */
import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { UploadId } from '../../shared/ids.ts';
import { copyLinks } from '../state/requests.ts';
import { words } from './words.ts';

const copiedMs = 2000;

/** Links by their uploads, or anything else that says whether the clipboard took it. */
type Copied = { ids: readonly UploadId[] } | { copy: () => Promise<boolean> };

type Props = Copied & {
  /** The accessible name, the same while it says Copied. */
  name: string;
  look: 'main' | 'soft' | 'plain' | 'bare';
  icon?: boolean;
  tabIndex?: number;
  children: ReactNode;
};

export function CopyButton({ name, look, icon = false, tabIndex = 0, children, ...what }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), copiedMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => setCopied(await ('ids' in what ? copyLinks(what.ids) : what.copy()));
  return (
    <button
      type="button"
      className={`btn copy ${look} ${copied ? 'is-copied' : ''}`}
      aria-label={name}
      tabIndex={tabIndex}
      onClick={() => void copy()}
    >
      <span>
        {icon && <Copy className="i" aria-hidden />}
        {children}
      </span>
      <span aria-hidden>
        <Check className="i" />
        {words.list.copied}
      </span>
    </button>
  );
}
