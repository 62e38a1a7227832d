// The editor of a transcript: a line is a field, everything goes with the keyboard, and only what was changed is sent.
import { Playback } from './player/playback.js';

const root = document.querySelector('[data-editor]');
const form = root.querySelector('[data-lines]');
const list = form.querySelector('.lines');
const unsaved = form.querySelector('[data-unsaved]');
const video = root.querySelector('[data-editor-video]');
const playback = video && new Playback(video, root.dataset.editor, Number(root.dataset.duration) / 1000, { version: Number(root.dataset.version), whole: false, shows: '' });
let stopAt = Infinity;
let made = 0;
let sent = false;

playback?.onTime((time) => {
  if (time < stopAt) return;
  stopAt = Infinity;
  playback.pause();
});

const field = (line, name) => line.querySelector(`[name^="${name}."]`);
const state = (line) => ['who', 'from', 'to', 'text', 'gone'].map((name) => { const f = field(line, name); return f.type === 'checkbox' ? f.checked : f.value; }).join('\n');
const lines = () => [...list.querySelectorAll('.line')];
const first = new Map(lines().map((line) => [line, state(line)]));
const changed = () => lines().filter((line) => first.get(line) !== state(line));

function ms(text) {
  const parts = text.trim().replace(',', '.').split(':').map(Number);
  return parts.some(Number.isNaN) ? NaN : Math.round(1000 * parts.reduce((sum, part) => sum * 60 + part, 0));
}

function clock(at) {
  const [h, m, s] = [Math.floor(at / 3600000), Math.floor(at / 60000) % 60, Math.floor(at / 1000) % 60];
  return `${h > 0 ? `${h}:${String(m).padStart(2, '0')}` : m}:${String(s).padStart(2, '0')}.${String(at % 1000).padStart(3, '0')}`;
}

function look() {
  for (const line of lines()) {
    const text = field(line, 'text');
    text.style.blockSize = 'auto';
    text.style.blockSize = `${text.scrollHeight + 2}px`;
    line.toggleAttribute('data-gone', field(line, 'gone').checked);
  }
  const count = changed().length;
  unsaved.textContent = count === 0 ? '' : `${count} ${count === 1 ? 'line is' : 'lines are'} not saved`;
}

function go(line, by) {
  const all = lines();
  const next = all[all.indexOf(line) + by];
  if (next) field(next, 'text').focus();
}

/** The second half becomes a line of its own; the time is shared by the number of characters. */
function split(line, at) {
  const text = field(line, 'text');
  const [from, to] = [ms(field(line, 'from').value), ms(field(line, 'to').value)];
  const middle = from + Math.max(1, Math.round(((to - from) * at) / text.value.length));
  const key = `new${made++}`;
  const second = line.cloneNode(true);
  second.dataset.line = key;
  for (const f of second.querySelectorAll('[name*="."]')) f.name = `${f.name.split('.')[0]}.${key}`;
  second.querySelector('[name="key"]').value = key;
  field(second, 'who').value = field(line, 'who').value;
  field(second, 'text').value = text.value.slice(at).trim();
  text.value = text.value.slice(0, at).trim();
  if (Number.isFinite(middle)) {
    field(second, 'from').value = clock(middle);
    field(line, 'to').value = clock(middle);
  }
  line.after(second);
  first.set(second, '');
  field(second, 'text').focus();
  field(second, 'text').setSelectionRange(0, 0);
}

function join(line) {
  const all = lines();
  const before = all[all.indexOf(line) - 1];
  if (!before || field(before, 'who').value !== field(line, 'who').value || field(before, 'gone').checked) return false;
  const text = field(before, 'text');
  const at = text.value.length;
  text.value = `${text.value} ${field(line, 'text').value}`.trim();
  field(before, 'to').value = field(line, 'to').value;
  if (line.dataset.line.startsWith('new')) line.remove();
  else field(line, 'gone').checked = true;
  text.focus();
  text.setSelectionRange(at, at);
  return true;
}

function nudge(line, name, by) {
  const time = field(line, name);
  const to = ms(time.value) + by;
  if (Number.isFinite(to)) time.value = clock(Math.max(0, to));
}

function play(line) {
  const [from, to] = [ms(field(line, 'from').value), ms(field(line, 'to').value)];
  if (!playback || !Number.isFinite(from)) return;
  stopAt = to / 1000;
  playback.seek(from / 1000);
  playback.play();
}

list.addEventListener('keydown', (event) => {
  const line = event.target.closest('.line');
  if (!line || event.isComposing) return;
  const text = event.target.closest('textarea');
  const act = actOf(event, line, text);
  if (!act) return;
  event.preventDefault();
  act();
  look();
});

function actOf(event, line, text) {
  if (event.altKey && !event.ctrlKey) {
    switch (event.key) {
      case 'ArrowUp': return () => go(line, -1);
      case 'ArrowDown': return () => go(line, 1);
      case 'ArrowLeft': return () => nudge(line, event.shiftKey ? 'to' : 'from', -100);
      case 'ArrowRight': return () => nudge(line, event.shiftKey ? 'to' : 'from', 100);
      case 'Delete': return () => { field(line, 'gone').checked = !field(line, 'gone').checked; };
      default: return null;
    }
  }
  if (event.ctrlKey && event.key === ' ') return () => play(line);
  if (event.key === 'Enter') {
    if (!text) return () => field(line, 'text').focus(); // Enter in a time would send the form
    const at = text.selectionStart;
    return at > 0 && at < text.value.trimEnd().length ? () => split(line, at) : () => go(line, 1);
  }
  if (event.key === 'Backspace' && text && text.selectionStart === 0 && text.selectionEnd === 0 && !event.ctrlKey) {
    return () => join(line);
  }
  return null;
}

document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
  event.preventDefault();
  form.requestSubmit();
});
list.addEventListener('input', look);
list.addEventListener('change', look);
form.addEventListener('submit', () => {
  sent = true;
  const keep = new Set(changed());
  for (const line of lines()) if (!keep.has(line)) for (const f of line.querySelectorAll('[name]')) f.disabled = true;
});
document.querySelector('[data-approve]')?.addEventListener('submit', (event) => {
  if (changed().length === 0) return;
  event.preventDefault();
  unsaved.textContent = 'Save your changes first: what is approved is what is saved.';
  unsaved.scrollIntoView({ block: 'center' });
});
addEventListener('beforeunload', (event) => {
  if (!sent && changed().length > 0) event.preventDefault();
});
look();
