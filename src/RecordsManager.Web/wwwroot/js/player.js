// Puts the player together: one playback, and everything that follows its clock.
import { Playback } from './player/playback.js';
import { followChat } from './player/chat.js';
import { Captions } from './player/captions.js';
import { followWords } from './player/words.js';
import { followLanes } from './player/lanes.js';
import { followScrub } from './player/scrub.js';
import { bindControls } from './player/controls.js';
import { bindKeys } from './player/keys.js';
import { redraw } from './player/redraw.js';

const root = document.querySelector('[data-player]');
const video = root?.querySelector('video');
if (video) {
  const playback = new Playback(video, root.dataset.player, Number(root.dataset.duration) / 1000, Number(root.dataset.version));
  const captions = new Captions(root, playback);
  let drawn = new AbortController();
  const followDrawn = () => {
    followLanes(root, playback, drawn.signal);
    followChat(root, playback, drawn.signal);
    followWords(root, playback);
    captions.read();
  };
  followScrub(root, playback);
  followDrawn();
  const controls = bindControls(root, playback, captions);
  bindKeys(root, playback, controls);

  const note = root.querySelector('[data-ended]');
  playback.onNotice((words) => {
    note.textContent = words ?? '';
    note.hidden = !words;
  });
  let drawing = Promise.resolve(); // one after the other, so that the last one stays
  playback.onRenewal(() => {
    captions.forget();
    drawing = drawing.then(async () => {
      if (!(await redraw(root))) return;
      drawn.abort();
      drawn = new AbortController();
      followDrawn();
    });
  });

  const wanted = Number(new URLSearchParams(location.search).get('t'));
  if (Number.isFinite(wanted) && wanted > 0) playback.seek(wanted);
}
