/** Who can open what lies there: a sign and a word. */
import { Globe, KeyRound, Monitor } from 'lucide-react';
import { scopeName } from '../../../shared/messages/index.ts';
import type { Scope } from '../../../shared/model.ts';
import './scope-badge.css';
import { tongue } from '../../ui/words.ts';

const signs = { public: Globe, account: KeyRound, local: Monitor };

export function ScopeBadge({ scope }: { scope: Scope }) {
  const Sign = signs[scope];
  return (
    <span className="scope-badge">
      <Sign className="i" aria-hidden />
      {scopeName(scope, tongue)}
    </span>
  );
}
