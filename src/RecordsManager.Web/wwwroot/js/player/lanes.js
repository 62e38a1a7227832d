/** The playhead over all lanes; a click on a lane or on the marks seeks; the lanes are a list to walk through. */
export function followLanes(root, playback, voices, until) {
  const timeline = root.querySelector('.timeline');
  const head = timeline?.querySelector('.tl-head');
  if (!head) return;
  const knob = timeline.querySelector('.playhead-knob');
  playback.onTime((time) => {
    const part = `${(100 * time) / playback.duration}%`;
    head.setAttribute('x1', part);
    head.setAttribute('x2', part);
    knob.setAttribute('x', part);
  }, until);

  const strips = timeline.querySelector('.lane-strips');
  for (const area of [timeline.querySelector('.lane-marks'), strips]) {
    area.addEventListener('click', (event) => {
      const box = area.getBoundingClientRect();
      playback.seek((playback.duration * (event.clientX - box.left)) / box.width);
    });
  }

  const lanes = [...strips.querySelectorAll('.lane-strip')];
  const choose = (index) => {
    const chosen = lanes[Math.min(Math.max(0, index), lanes.length - 1)];
    for (const lane of lanes) lane.setAttribute('aria-selected', String(lane === chosen));
    strips.setAttribute('aria-activedescendant', chosen.id);
  };
  strips.addEventListener('focus', () => {
    if (!strips.hasAttribute('aria-activedescendant')) choose(0);
  });
  strips.addEventListener('keydown', (event) => {
    const chosen = lanes.find((lane) => lane.getAttribute('aria-selected') === 'true');
    const act = { m: 'mute', s: 'solo' }[event.key.toLowerCase()];
    if (act && chosen?.dataset.voice && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation(); // here M is the lane's, not the player's
      voices[act](chosen.dataset.voice);
      return;
    }

    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation(); // here up and down walk the lanes, not the volume
    choose(lanes.findIndex((lane) => lane.getAttribute('aria-selected') === 'true') + step);
  });
}
