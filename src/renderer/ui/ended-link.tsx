/** A link that is given away no more: only to be read, and struck once what it led to is deleted. */
import { cutLink } from './cut.ts';
import './link-chip.css';

export function EndedLink({ link, struck, large = false }: { link: string; struck: boolean; large?: boolean }) {
  const { head, tail } = cutLink(link);
  const Text = struck ? 's' : 'span';
  return (
    <div className={large ? 'chip ended large' : 'chip ended'}>
      <Text className="link" dir="ltr" title={link}>
        <span className="head">{head}</span>
        <span className="tail">{tail}</span>
      </Text>
    </div>
  );
}
