/** Copies links and says so for two seconds in the same width. */
import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { UploadId } from '../../shared/ids.ts';
import { copyLinks } from '../state/requests.ts';
import { words } from './words.ts';

const copiedMs = 2000;

interface Props {
  ids: readonly UploadId[];
  /** The accessible name, the same while it says Copied. */
  name: string;
  look: 'main' | 'soft' | 'plain';
  icon?: boolean;
  children: ReactNode;
}

export function CopyButton({ ids, name, look, icon = false, children }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), copiedMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => setCopied(await copyLinks(ids));
  return (
    <button
      type="button"
      className={`btn copy ${look} ${copied ? 'is-copied' : ''}`}
      aria-label={name}
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
