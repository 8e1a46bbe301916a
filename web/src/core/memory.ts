/** What of the browser's storage is used. */
export type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A storage that may be full, or forbidden: then what is written lasts as long as the page, and nothing fails. */
export function careful(open: () => Memory): Memory {
  const here = new Map<string, string>();
  const tried = <T>(work: (memory: Memory) => T, otherwise: T): T => {
    try {
      return work(open());
    } catch {
      return otherwise;
    }
  };
  return {
    getItem: (key) => here.get(key) ?? tried((m) => m.getItem(key), null),
    setItem: (key, value) => {
      const isKept = tried((m) => (m.setItem(key, value), true), false);
      if (isKept) here.delete(key);
      else here.set(key, value);
    },
    removeItem: (key) => {
      here.delete(key);
      tried((m) => m.removeItem(key), undefined);
    },
  };
}
