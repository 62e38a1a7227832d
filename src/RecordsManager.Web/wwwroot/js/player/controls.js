/** The buttons of the player; each says what it does, and does it. */
export function bindControls(root, playback, { view, captions, chapters }) {
  const bar = root.querySelector('.controls');
  const stage = root.querySelector('.stage');
  const speed = bar.querySelector('[data-do="speed"]');
  const size = bar.querySelector('[data-do="size"]');
  const volume = bar.querySelector('[data-do="volume"]');
  const mute = bar.querySelector('[data-do="mute"]');
  const play = bar.querySelector('[data-do="play"]');
  const big = root.querySelector('.stage-play');
  const player = root.querySelector('.player');
  const keys = root.querySelector('.keys-dialog');

  const acts = {
    play: () => playback.toggle(),
    back: () => playback.step(-10),
    forward: () => playback.step(10),
    mute: () => playback.mute(),
    captions: () => captions.toggle(),
    full: () => (document.fullscreenElement ? document.exitFullscreen() : player.requestFullscreen()),
    view: () => view.toggle(),
    nextChapter: () => chapters.next(),
    previousChapter: () => chapters.previous(),
    help: () => keys.showModal(),
    faster: (by) => {
      const steps = [...speed.options].map((option) => Number(option.value));
      const next = steps.indexOf(playback.rate) + by;
      if (next >= 0 && next < steps.length) playback.setRate(steps[next]);
    },
  };

  for (const button of root.querySelectorAll('button[data-do]')) button.addEventListener('click', () => acts[button.dataset.do]());
  speed.addEventListener('change', () => playback.setRate(Number(speed.value)));
  size?.addEventListener('change', () => playback.setHeight(size.value === '' ? null : Number(size.value)));
  volume.addEventListener('input', () => playback.setVolume(Number(volume.value) / 100));
  stage.addEventListener('click', (event) => {
    if (event.target.closest('video')) playback.toggle();
  });
  document.addEventListener('fullscreenchange', () => {
    bar.querySelector('[data-do="full"]').setAttribute('aria-label', document.fullscreenElement ? 'Leave full screen' : 'Full screen');
  });

  playback.onChange(() => {
    label(play, playback.paused ? 'Play' : 'Pause', playback.paused ? 'play' : 'pause');
    play.disabled = playback.isHalted;
    big.hidden = !playback.paused || playback.isHalted;
    const silent = playback.muted || playback.volume === 0;
    label(mute, silent ? 'Unmute' : 'Mute', silent ? 'mute' : 'volume');
    volume.value = String(Math.round(100 * (playback.muted ? 0 : playback.volume)));
    speed.value = String(playback.rate);
    if (size) offer(size, playback);
  });
  bar.hidden = false;
  return acts;
}

/** The sizes of the picture; which one plays stands beside the automatic choice. */
function offer(select, { heights, height, chosenHeight }) {
  select.hidden = heights.length < 2;
  const wanted = ['', ...heights.map(String)];
  if (wanted.join() !== [...select.options].map((option) => option.value).join()) {
    select.replaceChildren(...wanted.map((value) => new Option(value && `${value}p`, value)));
  }
  const auto = height && chosenHeight === null ? `Auto, ${height}p` : 'Auto';
  if (select.options[0].text !== auto) select.options[0].text = auto;
  select.value = chosenHeight === null ? '' : String(chosenHeight);
}

function label(button, words, icon) {
  button.setAttribute('aria-label', words);
  button.querySelector('use').setAttribute('href', `#i-${icon}`);
}
