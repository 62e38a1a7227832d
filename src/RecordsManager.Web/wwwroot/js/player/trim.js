/**
 * Passes over what was trimmed at both ends: it begins behind the one and stops before the other. Who goes there on purpose sees
 * it, and who asks for all of it sees all, until the page is left.
 */
export function followTrim(root, playback) {
  const note = root.querySelector('[data-trim]');
  if (!note) return;
  const plays = { start: Number(note.dataset.from), end: Number(note.dataset.to) };
  const button = note.querySelector('button');
  const apply = (isTrimmed) => {
    playback.limit(isTrimmed ? plays : null);
    button.setAttribute('aria-pressed', String(!isTrimmed));
    root.querySelector('.scrub').classList.toggle('scrub-whole', !isTrimmed);
  };
  apply(true);
  playback.seek(plays.start);
  button.addEventListener('click', () => apply(button.getAttribute('aria-pressed') === 'true'));
  button.hidden = false;

  let before = playback.time;
  playback.onTime((time) => {
    const passed = before < playback.end && time >= playback.end;
    before = time;
    if (!passed || !playback.isRunning || playback.end === playback.duration) return; // a seek runs nothing while it looks for its place
    playback.pause();
    playback.seek(playback.end);
  });
}
