/** What was shown last stays in a menu or a question while that fades. */
import { useEffect, useState } from 'react';

export function useLast<T>(shown: T | null): T | null {
  const [last, setLast] = useState(shown);
  useEffect(() => {
    if (shown !== null) setLast(shown);
  }, [shown]);
  return shown ?? last;
}
