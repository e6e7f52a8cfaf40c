/** The places of the window, with a count on Uploads while work runs. */
import { History, type LucideIcon, Settings2, Upload, Waypoints } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from '../../state/store.ts';
import type { Place } from '../../state/window-slice.ts';
import { words } from '../../ui/words.ts';
import { Mark } from './mark.tsx';

export function Rail() {
  const active = useStore((state) => state.active);
  return (
    <nav className="rail" aria-label={words.places.nav}>
      <Mark />
      <PlaceButton place="uploads" icon={Upload} name={words.places.uploads}>
        {active > 0 && (
          <span className="count">
            {words.places.count(active)}
            <span className="sr"> {words.places.active}</span>
          </span>
        )}
      </PlaceButton>
      <PlaceButton place="history" icon={History} name={words.places.history} />
      <PlaceButton place="destinations" icon={Waypoints} name={words.places.destinations} />
      <PlaceButton place="settings" icon={Settings2} name={words.places.settings} />
    </nav>
  );
}

interface PlaceProps {
  place: Place;
  icon: LucideIcon;
  name: string;
  children?: ReactNode;
}

function PlaceButton({ place, icon: Icon, name, children }: PlaceProps) {
  const here = useStore((state) => state.place === place);
  const goTo = useStore((state) => state.goTo);
  return (
    <button
      type="button"
      className={`place ${place}`}
      aria-current={here ? 'page' : undefined}
      onClick={() => goTo(place)}
    >
      <Icon className="i" aria-hidden />
      {name}
      {children}
    </button>
  );
}
