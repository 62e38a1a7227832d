import { folded } from './words.js';

const frame = 1 / 30; // a seek lands on a frame, not on the millisecond
const again = 3; // s into a chapter after which "previous" means its own beginning

/** Which chapter plays, and the way to the next one. The list seeks as the chat does. */
export class Chapters {
  #root;
  #playback;
  #list = [];
  #sought = '';

  constructor(root, playback) {
    this.#root = root;
    this.#playback = playback;
  }

  /** As they are drawn now. */
  read(until) {
    const rows = [...this.#root.querySelectorAll('[data-chapters] .msg')];
    const bars = [...this.#root.querySelectorAll('[data-chapter-bar]')];
    this.#list = rows.map((element, i) => ({ element, bar: bars[i], at: Number(element.dataset.at) / 1000, title: element.querySelector('.said').textContent }));
    if (rows.length === 0) return;
    this.#search();
    this.#playback.onTime((time) => {
      const now = this.#indexAt(time);
      this.#list.forEach(({ bar }, i) => bar?.classList.toggle('tl-chapter-on', i === now));
    }, until);
  }

  /** @returns its title; null before the first one, and where there are none */
  at(time) {
    return this.#list[this.#indexAt(time)]?.title ?? null;
  }

  next() {
    const next = this.#list[this.#indexAt(this.#playback.time) + 1];
    if (next) this.#playback.seek(next.at);
  }

  previous() {
    if (this.#list.length === 0) return;
    const now = this.#indexAt(this.#playback.time);
    const goes = now >= 0 && this.#playback.time - this.#list[now].at > again ? now : now - 1;
    this.#playback.seek(this.#list[goes]?.at ?? 0);
  }

  #indexAt(time) { return this.#list.findLastIndex((chapter) => chapter.at <= time + frame); }

  #search() {
    const bar = this.#root.querySelector('[data-chapters-bar]');
    const field = bar.querySelector('[data-chapters-search]');
    const count = bar.querySelector('[data-chapters-count]');
    const find = () => {
      this.#sought = field.value;
      const words = folded(this.#sought).split(/\s+/).filter(Boolean);
      let hits = 0;
      for (const { element, title } of this.#list) {
        element.hidden = !words.every((word) => folded(title).includes(word));
        if (!element.hidden) hits++;
      }
      count.textContent = words.length === 0 ? '' : `${hits} of ${this.#list.length}`;
    };
    field.addEventListener('input', find);
    field.addEventListener('keydown', (event) => {
      const first = this.#list.find(({ element }) => !element.hidden);
      if (event.key === 'Enter' && !event.isComposing && first) this.#playback.seek(first.at);
    });
    bar.hidden = false;
    field.value = this.#sought;
    find();
  }
}
