import { Cameras } from './cameras.js';
import { remember, remembered } from './remembered.js';

const lingers = 1.2; // s for which who spoke last stays, so that a cough does not turn the picture

/**
 * Shows who speaks, large, as their camera recorded them; where that may not be shown in whole, the composite moves and grows until their
 * tile fills the stage. A shared screen comes before any speaker; where nobody with a picture speaks, everybody is shown. Until the
 * composite is made this is all there is to see.
 */
export class SpeakerView {
  #root;
  #playback;
  #video;
  #name;
  #button;
  #cameras;
  #last = null; // whose camera was shown last
  #isOn = false;
  #data = { scenes: [], people: [], canvas: [1, 1] };
  #shown = '';

  constructor(root, playback) {
    this.#root = root;
    this.#playback = playback;
    this.#video = root.querySelector('.picture');
    this.#name = root.querySelector('[data-speaker]');
    this.#button = root.querySelector('[data-do="view"]');
    if (!this.#button) return; // no picture
    this.#cameras = new Cameras(root, playback, (is) => this.#video.parentElement.classList.toggle('stage-camera', is));
    this.#isOn = remembered('view') === 'speaker';
    this.#tell();
    new ResizeObserver(() => {
      this.#shown = '';
      this.#show();
    }).observe(this.#video.parentElement);
  }

  /** Reads anew where everybody stands. */
  read() {
    const block = this.#root.querySelector('[data-speakers]');
    this.#data = block ? JSON.parse(block.textContent) : { scenes: [], people: [], canvas: [1, 1] };
    this.#cameras?.read(this.#data.cameras ?? []);
    this.#shown = '';
    this.#show();
  }

  toggle() {
    if (!this.#button) return;
    this.#isOn = !this.#isOn;
    remember('view', this.#isOn ? 'speaker' : 'all');
    this.#tell();
    this.#show();
  }

  follow(until) {
    if (this.#button) this.#playback.onTime(() => this.#show(), until);
  }

  #tell() { this.#button.setAttribute('aria-pressed', String(this.#isOn)); }

  #show() {
    if (!this.#button) return;
    const { time, isWhole } = this.#playback;
    const tile = this.#isOn || !isWhole ? this.#tileAt(time) : null;
    this.#cameras.want(this.#cameraAt(time, tile, isWhole));
    const key = tile ? [tile.of, tile.isScreen, tile.x, tile.y, tile.width].join() : 'all';
    if (key === this.#shown) return;
    this.#shown = key;
    this.#video.style.transform = tile && isWhole ? this.#crop(tile) : '';
    const person = tile && this.#data.people.find((p) => p.id === tile.of);
    this.#name.textContent = person ? (tile.isScreen ? `${person.name}, screen` : person.name) : '';
    this.#name.hidden = !person;
  }

  #cameraAt(time, tile, isWhole) {
    if (tile) {
      if (!tile.isScreen) this.#last = tile.of;
      return this.#cameras.at(time, tile.of, tile.isScreen);
    }

    return isWhole ? null : this.#cameras.at(time, this.#last, false) ?? this.#cameras.at(time, null, false); // nobody speaks, and there is no composite
  }

  #tileAt(time) {
    const scene = this.#data.scenes.findLast((s) => s.from <= time + 0.001);
    if (!scene || scene.tiles.length === 0) return null;
    const screen = scene.tiles.find((t) => t.isScreen);
    if (screen) return screen;
    let last = null; // who began to speak last, of those who still do or have just ended
    for (const person of this.#data.people) {
      const speech = person.speech.findLast(([from]) => from <= time);
      if (speech && time < speech[1] + lingers && scene.tiles.some((t) => t.of === person.id) && (!last || speech[0] > last.from)) last = { id: person.id, from: speech[0] };
    }
    return last && scene.tiles.find((t) => t.of === last.id);
  }

  /** The composite lies in the element as large as fits; the tile, as large as fits in the same place. */
  #crop(tile) {
    const [width, height] = this.#data.canvas;
    const box = { width: this.#video.clientWidth, height: this.#video.clientHeight };
    const fit = Math.min(box.width / width, box.height / height);
    const left = (box.width - width * fit) / 2;
    const top = (box.height - height * fit) / 2;
    const grow = Math.min(box.width / (tile.width * fit), box.height / (tile.height * fit));
    const x = box.width / 2 - grow * (left + (tile.x + tile.width / 2) * fit);
    const y = box.height / 2 - grow * (top + (tile.y + tile.height / 2) * fit);
    return `translate(${x}px, ${y}px) scale(${grow})`;
  }
}
