/** The buttons of the player; each says what it does, and does it. */
export function bindControls(root, playback, { view, captions, chapters }) {
  const bar = root.querySelector('.controls');
  const stage = root.querySelector('.stage');
  const speed = bar.querySelector('[data-do="speed"]');
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
  });
  bar.hidden = false;
  return acts;
}

function label(button, words, icon) {
  button.setAttribute('aria-label', words);
  button.querySelector('use').setAttribute('href', `#i-${icon}`);
}
