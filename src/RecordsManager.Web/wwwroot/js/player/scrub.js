import { clock, spoken } from './clock.js';

/** The bar under the picture: shows where it is; click, drag or arrow keys go elsewhere. */
export function followScrub(root, playback, chapters) {
  const bar = root.querySelector('.scrub');
  const done = bar.querySelector('.scrub-done');
  const knob = bar.querySelector('.scrub-knob');
  const clocks = [...root.querySelectorAll('.clock-now')];
  let said = -1;

  const seekTo = (event) => {
    const box = bar.getBoundingClientRect();
    playback.seek(playback.duration * Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
  };
  bar.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    bar.setPointerCapture(event.pointerId);
    seekTo(event);
  });
  bar.addEventListener('pointermove', (event) => {
    if (bar.hasPointerCapture(event.pointerId)) seekTo(event);
  });

  playback.onTime((time) => {
    const part = `${(100 * time) / playback.duration}%`;
    done.setAttribute('width', part);
    knob.setAttribute('cx', part);
    const second = Math.floor(time);
    if (second === said) return; // once a second is enough for who listens
    said = second;
    bar.setAttribute('aria-valuenow', String(second));
    const chapter = chapters.at(time);
    bar.setAttribute('aria-valuetext', `${spoken(time)} of ${spoken(playback.duration)}${chapter ? `, chapter ${chapter}` : ''}`);
    for (const element of clocks) element.textContent = clock(time);
  });
}
