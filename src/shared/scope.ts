/** How far scopes reach; without a schema, so that the page can use it. */
import type { Scope } from './model.ts';

const scopeRank: Record<Scope, number> = { local: 0, account: 1, public: 2 };

/** True where `scope` lets more people in than `than`. */
export function isWider(scope: Scope, than: Scope): boolean {
  return scopeRank[scope] > scopeRank[than];
}
