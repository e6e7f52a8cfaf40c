/** Hostile file names become harmless text, ordinary ones stay as they are. */
import { expect, it } from 'vitest';
import { plainName } from './plain-name.ts';

it.each([
  ['a\r\nb', 'a␍␊b'],
  ['tab\there', 'tab␉here'],
  ['evil\u202egpj.exe', 'evil�gpj.exe'],
  ['\u2066x\u2069', '�x�'],
  ['del\u007f c1\u0085 line\u2028', 'del␡ c1� line␤'],
  ['half \ud800 pair', 'half � pair'],
  ['<img src=x onerror=alert(1)>.png', '<img src=x onerror=alert(1)>.png'],
  ['قائمة \u200fالأسعار.pdf', 'قائمة \u200fالأسعار.pdf'],
  ['日本語 🎉 #1 100%.txt', '日本語 🎉 #1 100%.txt'],
])('%j', (name, shown) => expect(plainName(name)).toBe(shown));
