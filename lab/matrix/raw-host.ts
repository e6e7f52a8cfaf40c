/** A host that takes a raw body, for the fault matrix alone: PUT to the stand-in of sendit.sh. */
import { z } from 'zod';
import { rawBody } from '../../src/main/net/raw-body.ts';
import { below, defineHttpHost, serverSetting } from '../../src/main/providers/http-host.ts';

const address = 'https://raw.example';

export const rawHost = defineHttpHost({
  id: 'raw',
  name: 'raw',
  homepage: address,
  settings: z.strictObject({ server: serverSetting(address, 'hidden') }),
  server: { address, linkHosts: ['raw.example'] },
  traits: () => ({
    scope: 'public',
    maxBytes: null,
    maxBytesByExtension: {},
    refusedExtensions: [],
    takesEmptyFiles: true,
    retention: { kind: 'no-end-date' },
    deletable: false,
    linkCheck: 'head',
    resumable: false,
    idempotent: false,
  }),
  request: (payload, { server }) => ({
    method: 'PUT',
    url: below(server, encodeURIComponent(payload.name)),
    body: rawBody(payload),
  }),
  readAnswer({ text }) {
    const link = /^wget (\S+)$/m.exec(text)?.[1];
    return link === undefined ? null : { link };
  },
});
