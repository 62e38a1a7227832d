// In this browser alone. It may refuse to remember: then everything is as if for the first time.

export function remembered(name) {
  try { return localStorage.getItem(`records.${name}`); } catch { return null; }
}

/** @param value null: forget */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(`records.${name}`);
    else localStorage.setItem(`records.${name}`, value);
  } catch { /* see above */ }
}
