// Puts the player together: one playback, and everything that follows its clock.
import { Playback } from './player/playback.js';
import { followChat } from './player/chat.js';
import { followLanes } from './player/lanes.js';
import { followScrub } from './player/scrub.js';
import { bindControls } from './player/controls.js';
import { bindKeys } from './player/keys.js';

const root = document.querySelector('[data-player]');
const video = root?.querySelector('video');
if (video) {
  const playback = new Playback(video, root.dataset.player, Number(root.dataset.duration) / 1000);
  followScrub(root, playback);
  followLanes(root, playback);
  followChat(root, playback);
  const controls = bindControls(root, playback);
  bindKeys(root, playback, controls);

  playback.onEnded((words) => {
    const note = root.querySelector('[data-ended]');
    note.textContent = words;
    note.hidden = false;
  });

  const wanted = Number(new URLSearchParams(location.search).get('t'));
  if (Number.isFinite(wanted) && wanted > 0) playback.seek(wanted);
}
