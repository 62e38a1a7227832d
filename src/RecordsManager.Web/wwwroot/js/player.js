// Puts the player together: one playback, and everything that follows its clock.
import { Playback } from './player/playback.js';
import { followChat } from './player/chat.js';
import { Captions } from './player/captions.js';
import { followTabs } from './player/tabs.js';
import { followWords } from './player/words.js';
import { Chapters } from './player/chapters.js';
import { followLanes } from './player/lanes.js';
import { bindLaneHeads } from './player/laneheads.js';
import { Scenes } from './player/scenes.js';
import { SpeakerView } from './player/speaker.js';
import { Faces } from './player/faces.js';
import { Cuts } from './player/cuts.js';
import { Voices } from './player/sound/voices.js';
import { followScrub } from './player/scrub.js';
import { Storyboard, showPoster } from './player/storyboard.js';
import { bindControls } from './player/controls.js';
import { bindKeys } from './player/keys.js';
import { followWatched } from './player/watched.js';
import { followTrim } from './player/trim.js';
import { followLearning } from './player/learning.js';
import { resume } from './player/resume.js';
import { redraw } from './player/redraw.js';
import { renewDownload } from './player/download.js';

const root = document.querySelector('[data-player]');
const video = root?.querySelector('video');
if (video) {
  const playback = new Playback(video, root.dataset.player, Number(root.dataset.duration) / 1000, {
    version: Number(root.dataset.version), whole: root.dataset.whole === 'true', shows: root.dataset.shows ?? '',
  });
  const voices = new Voices(root.dataset.player, playback);
  const scenes = new Scenes(root);
  new Cuts(root, playback, scenes);
  const view = new SpeakerView(root, playback, scenes);
  const faces = new Faces(root, playback, scenes);
  const captions = new Captions(root, playback);
  const chapters = new Chapters(root, playback);
  let drawn = new AbortController();
  const followDrawn = () => {
    followLanes(root, playback, voices, drawn.signal);
    bindLaneHeads(root, voices, drawn.signal);
    scenes.read();
    for (const one of [view, faces]) {
      one.read();
      one.follow(drawn.signal);
    }
    followChat(root, playback, drawn.signal);
    followTabs(root);
    followWords(root, playback);
    chapters.read(drawn.signal);
    captions.read();
  };
  const board = new Storyboard(root.dataset.player);
  let isMade = root.dataset.whole === 'true' && root.querySelector('[data-faces]') !== null;
  if (isMade && root.querySelector('[data-poster]')) board.open(); // who watches by a link sees nothing before it counts as watched
  video.addEventListener('loadeddata', () => { if (isMade) board.open(); });
  playback.onRenewal(() => board.forget());
  followDrawn();
  followScrub(root, playback, { board, chapters });
  const controls = bindControls(root, playback, { view, captions, chapters });
  bindKeys(root, playback, controls);
  followWatched(root, playback);
  followLearning(root, playback);

  const note = root.querySelector('[data-ended]');
  playback.onNotice((words) => {
    note.textContent = words ?? '';
    note.hidden = !words;
  });
  const stage = root.querySelector('.stage');
  playback.onPicture((percent) => {
    const words = root.querySelector('[data-picture]');
    stage.classList.toggle('stage-sound', percent < 100 && !stage.querySelector('[data-cameras]'));
    if (percent >= 100 && !isMade) renewDownload();
    isMade = percent >= 100;
    if (!words) return;
    words.hidden = percent >= 100;
    const part = words.querySelector('[data-picture-part]');
    if (part) part.textContent = `${percent} %`;
  });
  voices.onNotice((words) => {
    const laneNote = root.querySelector('[data-lane-note]'); // drawn anew with the lanes
    laneNote.textContent = words ?? '';
    laneNote.hidden = !words;
  });
  let drawing = Promise.resolve(); // one after the other, so that the last one stays
  playback.onRenewal(() => {
    captions.forget();
    drawing = drawing.then(async () => {
      renewDownload();
      if (!(await redraw(root))) return;
      drawn.abort();
      drawn = new AbortController();
      followDrawn();
    });
    return drawing;
  });

  followTrim(root, playback);
  const wanted = Number(new URLSearchParams(location.search).get('t'));
  const isTimeNamed = Number.isFinite(wanted) && wanted > 0;
  resume(root, playback, isTimeNamed);
  if (isTimeNamed) playback.seek(wanted);
  showPoster(root, playback, { board, scenes }, () => faces.read());
}
