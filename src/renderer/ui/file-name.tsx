/** A file's name as data: isolated, on one line, cut before its end; the whole of it stays in the text. */
import { plainName } from '../../shared/messages/index.ts';
import { cutName } from './cut.ts';

export function FileName({ name }: { name: string }) {
  const { head, tail } = cutName(plainName(name));
  return (
    <span className="name" dir="ltr">
      <bdi className="head">{head}</bdi>
      {tail !== '' && <bdi className="tail">{tail}</bdi>}
    </span>
  );
}
