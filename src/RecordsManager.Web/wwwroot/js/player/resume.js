import { clock } from './clock.js';
import { remember, remembered } from './remembered.js';

const edge = 10; // s from either end that are not worth going on from
const often = 5; // s of the recording

/**
 * Goes on where this browser was the last time; an address that names a time comes before it. The place stays in the browser, the
 * server is not told.
 */
export function resume(root, playback, isTimeNamed) {
  const key = `place.${root.dataset.player}`;
  const offer = root.querySelector('[data-resume]');
  const place = Number(remembered(key));
  if (!isTimeNamed && place > playback.start + edge && place < playback.end - edge) {
    playback.seek(place);
    offer.querySelector('span').textContent = `Goes on at ${clock(place)}.`;
    offer.querySelector('button').addEventListener('click', () => {
      offer.hidden = true;
      remember(key, null);
      playback.seek(playback.start);
    });
    offer.hidden = false;
  }

  let kept = playback.time;
  const keep = () => {
    kept = playback.time;
    remember(key, kept > playback.start + edge && kept < playback.end - edge ? kept.toFixed(1) : null);
  };
  playback.onTime((time) => { if (!playback.paused && Math.abs(time - kept) >= often) keep(); });
  let wasPaused = true;
  playback.onChange(() => {
    if (!playback.paused) offer.hidden = true;
    else if (!wasPaused) keep();
    wasPaused = playback.paused;
  });
}
