const often = 60_000; // while it plays on; a pause, the end and leaving tell at once
const leap = 2; // seconds between two looks: more is a seek

/** Tells which stretches were played, where the page says whom to tell. In seconds of what the player shows. */
export function followWatched(root, playback) {
  const address = root.dataset.watched;
  if (!address || !navigator.sendBeacon) return;
  let ranges = [];
  let from = null;
  let last = 0;
  let toldAt = performance.now();

  const tell = () => {
    if (from !== null && last > from) ranges.push([from, last]);
    from = from === null ? null : last;
    if (ranges.length === 0) return;
    toldAt = performance.now();
    if (navigator.sendBeacon(address, new Blob([JSON.stringify({ ranges, from: Number(root.dataset.from) })], { type: 'application/json' }))) ranges = [];
  };

  playback.onTime((time) => {
    if (playback.paused) return;
    if (from === null || time < last || time - last > leap) {
      if (from !== null && last > from) ranges.push([from, last]);
      from = time;
    }
    last = time;
    if (performance.now() - toldAt > often) tell();
  });
  playback.onChange(() => {
    if (!playback.paused) return;
    tell();
    from = null;
  });
  addEventListener('pagehide', tell);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') tell(); });
}
