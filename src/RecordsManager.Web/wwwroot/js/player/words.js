// Drawn anew, the list keeps what the reader had typed.
let sought = '';

/** The search in the transcript: lines without the words go, Enter jumps to the next one with them. */
export function followWords(root, playback) {
  const list = root.querySelector('[data-words]');
  if (!list) return;
  const bar = root.querySelector('[data-words-bar]');
  const field = bar.querySelector('[data-words-search]');
  const count = bar.querySelector('[data-words-count]');
  const steps = [...bar.querySelectorAll('[data-words-step]')];
  const lines = [...list.querySelectorAll('.msg')].map((element) => ({ element, at: Number(element.dataset.at) / 1000, text: folded(element.textContent) }));
  let hits = [];
  const find = () => {
    sought = field.value;
    const words = folded(sought).split(/\s+/).filter(Boolean);
    hits = words.length === 0 ? [] : lines.filter((line) => words.every((word) => line.text.includes(word)));
    for (const line of lines) line.element.hidden = words.length > 0 && !hits.includes(line);
    count.textContent = words.length === 0 ? '' : `${hits.length} of ${lines.length}`;
    for (const step of steps) step.disabled = hits.length === 0;
  };
  const jump = (by) => {
    if (hits.length === 0) return;
    const now = playback.time;
    const next = by > 0 ? hits.find((hit) => hit.at > now + 0.05) ?? hits[0] : hits.findLast((hit) => hit.at < now - 0.5) ?? hits.at(-1);
    playback.seek(next.at);
  };
  field.addEventListener('input', find);
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    jump(event.shiftKey ? -1 : 1);
  });
  for (const step of steps) step.addEventListener('click', () => jump(Number(step.dataset.wordsStep)));
  bar.hidden = false;
  field.value = sought;
  find();
}

// Accents and case do not count, as in the search over all recordings.
export function folded(text) {
  return text.normalize('NFKC').toLowerCase().normalize('NFD').replace(/[\u0300-\u036f'’]/g, '');
}
