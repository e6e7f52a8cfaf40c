/** Lets the program under test stand still for good at one moment, however quickly that would pass, and says so in its folder. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SQLInputValue, StatementSync } from 'node:sqlite';

/** Never returns. `where` is in the file `standing` of the folder from then on. */
export function standStill(folder: string, where: string): void {
  writeFileSync(join(folder, 'standing'), where);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** From now on, the first statement that has `sql` in it is not run any more; what its transaction wrote before was. */
export function standStillBefore(folder: string, sql: string): void {
  for (const name of ['run', 'get', 'all'] as const) {
    const original: (this: StatementSync, ...values: SQLInputValue[]) => unknown = StatementSync.prototype[name];
    Object.assign(StatementSync.prototype, {
      [name](this: StatementSync, ...values: SQLInputValue[]) {
        if (this.sourceSQL.includes(sql)) standStill(folder, sql);
        return original.apply(this, values);
      },
    });
  }
}
