/** A view that lies in a file of its own: it is read when it is first wanted, or before that in spare time. */
import { type ComponentType, useEffect, useState } from 'react';

export interface Later {
  readonly View: ComponentType;
  /** Reads the file; once is enough. */
  readonly prepare: () => Promise<void>;
}

/** React's own `lazy` would show what it waited for no sooner than 300 ms after it was asked. */
export function later(load: () => Promise<ComponentType>): Later {
  let ready: ComponentType | null = null;
  const prepare = async () => {
    ready ??= await load();
  };
  function View() {
    const [Loaded, setLoaded] = useState(() => ready);
    useEffect(() => {
      let current = true;
      if (Loaded === null) void prepare().then(() => current && setLoaded(() => ready));
      return () => {
        current = false;
      };
    }, [Loaded]);
    return Loaded && <Loaded />;
  }
  return { View, prepare };
}
