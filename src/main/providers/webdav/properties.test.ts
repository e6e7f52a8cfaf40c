import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readResources } from './properties.ts';

/** Apache 2.4.71, `Depth: 1`, a folder and a file. */
const apache = `<?xml version="1.0" encoding="utf-8"?>
<D:multistatus xmlns:D="DAV:" xmlns:ns0="DAV:">
<D:response xmlns:lp1="DAV:" xmlns:lp2="http://apache.org/dav/props/" xmlns:g0="DAV:">
<D:href>/files/a%20b/</D:href>
<D:propstat>
<D:prop>
<lp1:getlastmodified>Sun, 22 Nov 2026 20:47:34 GMT</lp1:getlastmodified>
</D:prop>
<D:status>HTTP/1.1 200 OK</D:status>
</D:propstat>
<D:propstat>
<D:prop>
<g0:getcontentlength/>
</D:prop>
<D:status>HTTP/1.1 404 Not Found</D:status>
</D:propstat>
</D:response>
<D:response xmlns:lp1="DAV:" xmlns:lp2="http://apache.org/dav/props/">
<D:href>/files/b%23.txt</D:href>
<D:propstat>
<D:prop>
<lp1:getcontentlength>5</lp1:getcontentlength>
<lp1:getlastmodified>Sun, 22 Nov 2026 20:47:34 GMT</lp1:getlastmodified>
</D:prop>
<D:status>HTTP/1.1 200 OK</D:status>
</D:propstat>
</D:response>
</D:multistatus>
`;
const changedAt = Date.UTC(2026, 10, 22, 20, 47, 34);
const file = (inner: string) => `<multistatus xmlns="DAV:"><response><href>/f</href>${inner}</response></multistatus>`;

test('it reads what Apache says', () => {
  expect(readResources(apache)).toEqual([
    { name: 'a b', bytes: null, changedAt },
    { name: 'b#.txt', bytes: 5, changedAt },
  ]);
});

test('what was cut off is left out', () => {
  expect(readResources(apache.slice(0, -60))).toEqual([{ name: 'a b', bytes: null, changedAt }]);
});

test.each([
  ['another prefix or none', '<x:getcontentlength xmlns:x="DAV:"> 12 </x:getcontentlength>', 12],
  ['no number', '<getcontentlength>twelve</getcontentlength>', null],
  ['a negative one', '<getcontentlength>-1</getcontentlength>', null],
  ['more than a number can hold', '<getcontentlength>9007199254740993</getcontentlength>', null],
  ['an element that only begins so', '<getcontentlengths>12</getcontentlengths>', null],
])('a length with %s', (_, inner, bytes) => {
  expect(readResources(file(inner))).toEqual([{ name: 'f', bytes, changedAt: null }]);
});

test.each([
  ['a whole address', 'http://h/x/a&amp;b.txt', 'a&b.txt'],
  ['a folder', '/x/%E5%A0%B1/', '報'],
])('the name in %s', (_, href, name) => {
  const text = `<d:multistatus xmlns:d="DAV:"><d:response><d:href>${href}</d:href></d:response></d:multistatus>`;
  expect(readResources(text)?.map((each) => each.name)).toEqual([name]);
});

test.each([
  '',
  '<html><body>Sign in</body></html>',
  '{"multistatus":[]}',
  '<d:response><d:href>/a</d:href></d:response>',
])('what is none of its answers is none: %j', (text) => expect(readResources(text)).toBeNull());

test('it takes anything', () => {
  const piece = fc.constantFrom(
    '<d:response>',
    '</d:response>',
    '<d:href>',
    '/a',
    '%',
    '</d:href>',
    '<',
    'x'.repeat(99),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      for (const { name, bytes } of readResources(`<d:multistatus>${pieces.join('')}`) ?? []) {
        expect(name.length + (bytes ?? 0)).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
