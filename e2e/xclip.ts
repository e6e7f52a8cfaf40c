// The X11 clipboard as another program sees it.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Another program copies this, in this format. */
export async function copyByXclip(format: string, content: string | Uint8Array): Promise<void> {
  // What it leaves behind to serve the content would keep a pipe open.
  const child = spawn('xclip', ['-selection', 'clipboard', '-t', format], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.end(content);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`xclip ended with ${code}`);
}

/** Another program pastes text. */
export function pasteByXclip(): string {
  return execFileSync('xclip', ['-selection', 'clipboard', '-o'], { encoding: 'utf8', timeout: 10_000 });
}
