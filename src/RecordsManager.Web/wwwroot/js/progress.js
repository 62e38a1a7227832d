const interval = 2000;

/** Asks how far the derivatives are until they can be played, then shows the page with its player. */
export function watchProgress(element) {
  if (!element) return;
  const words = element.querySelector('[data-progress-text]');
  const bar = element.querySelector('progress');
  const ask = async () => {
    try {
      const response = await fetch(element.dataset.progress, { headers: { Accept: 'application/json' } });
      if (!response.ok) return;
      const state = await response.json();
      if (state.playable || state.failed > 0) {
        location.reload();
        return;
      }
      if (state.done < state.total) {
        words.textContent = `Making the picture and the sound: ${state.done} of ${state.total} files ready`;
        bar.value = Math.round(100 * state.fraction);
      }
    } catch {
      // the server may be restarting: the next round asks again
    }
    setTimeout(ask, interval);
  };
  setTimeout(ask, interval);
}
