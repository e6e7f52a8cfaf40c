/** For tests: what a handle of own storage is about. */
import { z } from 'zod';

/** The name or path in it. */
export function keyInHandle(deleteHandle: string | null): string {
  return z.object({ key: z.string() }).parse(JSON.parse(deleteHandle ?? '')).key;
}
