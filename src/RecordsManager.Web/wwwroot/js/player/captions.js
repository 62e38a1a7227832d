import { remember, remembered } from './remembered.js';

const frame = 1 / 30;
const atOnce = 3; // lines of people who talk at the same time; more would cover the picture

/** What is said now, over the picture, by the lines of the transcript beside it: text of a size of its own. */
export class Captions {
  #root;
  #box;
  #button;
  #lines = [];
  #on = remembered('captions') === 'on';
  #shown = '';
  #playback;

  constructor(root, playback) {
    this.#root = root;
    this.#box = root.querySelector('[data-caption]');
    this.#playback = playback;
    this.#button = root.querySelector('[data-do="captions"]');
    if (!this.#box) return;
    this.#label();
    playback.onTime((time) => this.#follow(time));
  }

  /** What may be read has changed: nothing, until the lines are drawn anew. */
  forget() {
    this.#lines = [];
    if (this.#box) this.#follow(this.#playback.time);
  }

  /** The lines as they are drawn now. */
  read() {
    this.#lines = [...this.#root.querySelectorAll('[data-words] .msg:not(.msg-held)')].map((element) => ({
      from: Number(element.dataset.at) / 1000,
      to: Number(element.dataset.to) / 1000,
      by: element.querySelector('.by').textContent.trim(),
      said: element.querySelector('.said').textContent.trim(),
    }));
    if (this.#box) this.#follow(this.#playback.time);
    const size = this.#root.querySelector('[data-caption-size]');
    if (!size || !this.#box) return;
    size.value = remembered('captions-size') ?? 'm';
    this.#box.dataset.size = size.value;
    size.addEventListener('change', () => {
      this.#box.dataset.size = size.value;
      remember('captions-size', size.value);
    });
  }

  toggle() {
    if (!this.#box) return;
    this.#on = !this.#on;
    remember('captions', this.#on ? 'on' : 'off');
    this.#label();
    this.#draw();
  }

  #now = [];

  #follow(time) {
    this.#now = this.#lines.filter((line) => line.from <= time + frame && time + frame < line.to).slice(-atOnce);
    this.#draw();
  }

  #draw() {
    const now = this.#on ? this.#now : [];
    const key = now.map((line) => `${line.from} ${line.by} ${line.said}`).join('\n');
    if (key === this.#shown) return;
    this.#shown = key;
    this.#box.replaceChildren(...now.map(({ by, said }) => {
      const row = document.createElement('p');
      const name = document.createElement('b');
      name.textContent = `${by}: `;
      row.dir = 'auto';
      row.append(name, said);
      return row;
    }));
    this.#box.hidden = now.length === 0;
  }

  #label() {
    this.#button?.setAttribute('aria-pressed', String(this.#on));
  }
}
