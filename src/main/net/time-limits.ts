/** How long a host may take, where the request does not say: bounded, and fair to large files. */

/** Without an answer, ms. */
const answerMs = 60_000;
/** Without the system taking more of the body, ms. */
export const stallMs = 60_000;

/** What a host may need to go over what it got, to scan it or move it to its store: 10 MB/s. */
const hostBytesPerMs = 10_000;
const maxAnswerMs = 600_000;

/** What the kernel may still hold once the last byte was written: Linux's and macOS' largest send buffer. */
const kernelBufferBytes = 4 * 1024 * 1024;
const maxFlushMs = 300_000;

/** The longest wait for the answer to a body of `bytes`, ms. */
export function answerLimit(bytes: number): number {
  return Math.min(maxAnswerMs, answerMs + bytes / hostBytesPerMs);
}

/** How long the kernel may need to send what it holds of a body, ms, where handing it `bytes` took `ms`. */
export function flushLimit(bytes: number, ms: number): number {
  const share = bytes === 0 ? 0 : Math.min(1, kernelBufferBytes / bytes);
  return Math.min(maxFlushMs, ms * share);
}
