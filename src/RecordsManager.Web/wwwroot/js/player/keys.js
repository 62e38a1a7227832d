const frame = 1 / 30;

/** Single keys work only while the player or the timeline has the focus (WCAG 2.1.4), and never inside a field. */
export function bindKeys(root, playback, acts) {
  root.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const target = event.target;
    if (target.closest('input, select, textarea, dialog, details, .beside')) return;
    if (event.key === ' ' && target.closest('button, a, summary')) return; // Space presses what has the focus
    const act = (event.shiftKey && chapterAct(event.key, acts)) || actOf(event.key, playback, acts);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

// With Shift, as elsewhere: alone they are too easily hit for such a leap.
function chapterAct(key, acts) {
  return { n: acts.nextChapter, p: acts.previousChapter }[key.toLowerCase()];
}

function actOf(key, playback, acts) {
  if (/^[0-9]$/.test(key)) return () => playback.seek((playback.duration * Number(key)) / 10);
  switch (key) {
    case ' ': case 'k': case 'K': return acts.play;
    case 'j': case 'J': return acts.back;
    case 'l': case 'L': return acts.forward;
    case 'ArrowLeft': return () => playback.step(-5);
    case 'ArrowRight': return () => playback.step(5);
    case 'ArrowUp': return () => playback.setVolume(playback.volume + 0.05);
    case 'ArrowDown': return () => playback.setVolume(playback.volume - 0.05);
    case ',': return playback.paused ? () => playback.step(-frame) : null;
    case '.': return playback.paused ? () => playback.step(frame) : null;
    case '<': return () => acts.faster(-1);
    case '>': return () => acts.faster(1);
    case 'Home': return () => playback.seek(playback.start);
    case 'End': return () => playback.seek(playback.end);
    case 'm': case 'M': return acts.mute;
    case 'v': case 'V': return acts.view;
    case 'c': case 'C': return acts.captions;
    case 'f': case 'F': return acts.full;
    case '?': return acts.help;
    default: return null;
  }
}
