import { writeTimes } from '../times.js';

const parts = ['.timeline-part', '.beside'];

/**
 * The lanes and the chat as the server draws them now: whose part was withdrawn has no waveform and no words here any more.
 * When the server does not answer they are emptied: what may be shown is not known then.
 * @returns whether they were drawn.
 */
export async function redraw(root) {
  const page = await fetch(location.href).then((answer) => (answer.ok ? answer.text() : ''), () => '');
  const now = new DOMParser().parseFromString(page, 'text/html').querySelector('[data-player]');
  for (const part of parts) {
    const old = root.querySelector(part);
    const fresh = now?.querySelector(part);
    if (old && fresh) {
      old.replaceWith(document.adoptNode(fresh));
      writeTimes(fresh);
    } else old?.replaceChildren();
  }
  return Boolean(now);
}
