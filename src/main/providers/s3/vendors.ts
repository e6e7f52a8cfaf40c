/** Those who speak S3, and how each of them differs: another one is a line. */

export interface Vendor {
  readonly title: string;
  /** Its server's address, with `{region}` in it; null where everybody has another. */
  readonly endpoint: string | null;
  /** Null where the user has to say. */
  readonly region: string | null;
  /** The bucket stands in the path, not in the host's name. */
  readonly pathStyle: boolean;
  /** Takes `If-None-Match: *`, and refuses with 412 where the name is taken. Others refuse the header, or are not known. */
  readonly conditional: { readonly put: boolean; readonly complete: boolean };
  /** Refuses a body that is not as its `Content-MD5` says. */
  readonly checksMd5: boolean;
  /** Whether an ETag is the MD5 of what was sent: of an object in one piece, of a part, and of all parts' MD5s. */
  readonly etagIsMd5: { readonly whole: boolean; readonly part: boolean; readonly parts: boolean };
  /** The largest object, bytes; null where it is not known. */
  readonly maxBytes: number | null;
}

const allMd5 = { whole: true, part: true, parts: true };
const noMd5 = { whole: false, part: false, parts: false };
const terabyte = 1_000_000_000_000;

/*
 * The SDK's own checksums are off everywhere (`WHEN_REQUIRED`): for a body that is streamed they are a trailer in
 * `aws-chunked`, which B2 refuses (home-assistant/core#143995) and others store as part of the file; Content-MD5 and
 * ETags do their work.
 */
export const vendors = {
  // If-None-Match: "Conditional requests" in the S3 User Guide (August 2024). ETags are no MD5 with KMS keys: the answer
  // says so, and is looked at.
  aws: {
    title: 'Amazon S3',
    endpoint: 'https://s3.{region}.amazonaws.com',
    region: 'us-east-1',
    pathStyle: false,
    conditional: { put: true, complete: true },
    checksMd5: true,
    etagIsMd5: allMd5,
    maxBytes: 5 * terabyte,
  },
  // developers.cloudflare.com/r2/api/s3/conditional-operations; the ETag of a part is no MD5 (s3tools/s3cmd#1273); all
  // parts but the last must be of one size; "just under 5 TB".
  r2: {
    title: 'Cloudflare R2',
    endpoint: null,
    region: 'auto',
    pathStyle: true,
    conditional: { put: true, complete: true },
    checksMd5: true,
    etagIsMd5: { whole: true, part: false, parts: false },
    maxBytes: 4.9 * terabyte,
  },
  // Conditional writes are "not implemented" (sathinduga/obsidian-s3-sync-and-backup#84, seen 2026-07); deleting hides.
  b2: {
    title: 'Backblaze B2',
    endpoint: 'https://s3.{region}.backblazeb2.com',
    region: null,
    pathStyle: true,
    conditional: { put: false, complete: false },
    checksMd5: true,
    etagIsMd5: { whole: true, part: true, parts: false },
    maxBytes: 10 * terabyte,
  },
  // Ceph 16 was seen to mind If-None-Match with PutObject, and to ignore it with CompleteMultipartUpload.
  ceph: {
    title: 'Ceph',
    endpoint: null,
    region: 'us-east-1',
    pathStyle: true,
    conditional: { put: true, complete: false },
    checksMd5: true,
    etagIsMd5: allMd5,
    maxBytes: null,
  },
  custom: {
    title: 'Another that speaks S3',
    endpoint: null,
    region: 'us-east-1',
    pathStyle: true,
    conditional: { put: false, complete: false },
    checksMd5: false,
    etagIsMd5: noMd5,
    maxBytes: null,
  },
} as const satisfies Record<string, Vendor>;

export type VendorId = keyof typeof vendors;

/** As many as there are, for a schema. */
export const vendorIds = ['aws', 'r2', 'b2', 'ceph', 'custom'] as const satisfies readonly VendorId[];
