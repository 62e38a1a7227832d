import { clock, spoken } from './clock.js';

const lingers = 1500; // ms for which what a key chose stays in sight

/**
 * The bar under the picture: shows where it is; click, drag or arrow keys go elsewhere. Over the place that is pointed at, or that
 * a key went to, stands its time and, where there is one, a small picture of it.
 */
export function followScrub(root, playback, { board, chapters }) {
  const bar = root.querySelector('.scrub');
  const done = bar.querySelector('.scrub-done');
  const knob = bar.querySelector('.scrub-knob');
  const clocks = [...root.querySelectorAll('.clock-now')];
  const peek = peekAbove(root, bar, playback, board);
  let said = -1;

  const timeAt = (event) => {
    const box = bar.getBoundingClientRect();
    return playback.duration * Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  bar.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    bar.setPointerCapture(event.pointerId);
    playback.seek(timeAt(event));
    peek.show(timeAt(event));
  });
  bar.addEventListener('pointermove', (event) => {
    if (bar.hasPointerCapture(event.pointerId)) playback.seek(timeAt(event));
    peek.show(timeAt(event));
  });
  bar.addEventListener('pointerleave', () => peek.hide());
  bar.addEventListener('pointercancel', () => peek.hide());
  bar.addEventListener('pointerup', (event) => { if (event.pointerType !== 'mouse') peek.hide(); });
  bar.addEventListener('focus', () => { if (bar.matches(':focus-visible')) peek.show(playback.time, lingers); });
  bar.addEventListener('keyup', (event) => { if (event.key !== 'Tab') peek.show(playback.time, lingers); });
  bar.addEventListener('blur', () => peek.hide());

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

function peekAbove(root, bar, playback, board) {
  const box = root.querySelector('[data-peek]');
  const [frame, words] = box.children;
  let asked = 0;
  let timer;
  const hide = () => {
    asked++;
    clearTimeout(timer);
    box.hidden = true;
    frame.replaceChildren();
  };
  playback.onRenewal(hide);
  return {
    hide,
    async show(time, for_ = 0) {
      const mine = ++asked;
      clearTimeout(timer);
      if (for_) timer = setTimeout(hide, for_);
      words.textContent = clock(time);
      box.hidden = false;
      place(time);
      const picture = await board.at(time);
      if (mine !== asked) return;
      frame.replaceChildren(...(picture ? [picture] : []));
      place(time);
    },
  };

  function place(time) {
    const [stage, line] = [box.parentElement.getBoundingClientRect(), bar.getBoundingClientRect()];
    const middle = line.left - stage.left + (line.width * time) / playback.duration;
    box.style.left = `${Math.min(Math.max(4, middle - box.offsetWidth / 2), stage.width - box.offsetWidth - 4)}px`;
  }
}
