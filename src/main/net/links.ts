/** Links in hosts' answers: text from a stranger, until it has been read as one. */

/** Room for the longest key of S3, encoded, and a signature with the token of temporary keys. */
const maxLength = 8192;

/**
 * The one http(s) URL that `text` consists of (white space around it is ignored), else null: also for credentials,
 * control characters, spaces inside, more than 8192 characters, a name with an empty part, a host that is not in
 * `hosts` (compared with the port where one is named), or plain http without `allowHttp`.
 */
export function parseLink(
  text: string,
  options: { readonly hosts?: readonly string[]; readonly allowHttp?: boolean } = {},
): URL | null {
  const trimmed = text.trim();
  // The URL parser would drop some of these silently, and read "https:host" or backslashes as a URL.
  if (trimmed.length > maxLength || !/^https?:\/\/[^\s\\\p{Cc}\p{Cf}]+$/iu.test(trimmed)) return null;
  const url = URL.parse(trimmed);
  if (url?.username !== '' || url.password !== '' || url.href.length > maxLength) return null;
  // No name has an empty part; the URL parser lets it stand.
  if (/^\.|\.\./.test(url.hostname)) return null;
  if (url.protocol !== 'https:' && !(options.allowHttp && url.protocol === 'http:')) return null;
  if (options.hosts && !options.hosts.some((host) => host === url.host || host === url.hostname)) return null;
  return url;
}
