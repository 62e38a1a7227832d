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
  #scenes;
  #video;
  #name;
  #button;
  #cameras;
  #tile = null; // who is to be seen
  #last = null; // whose camera was shown last
  #isOn = false;
  #shown = '';

  constructor(root, playback, scenes) {
    this.#root = root;
    this.#playback = playback;
    this.#scenes = scenes;
    this.#video = root.querySelector('.picture');
    this.#name = root.querySelector('[data-speaker]');
    this.#button = root.querySelector('[data-do="view"]');
    if (!this.#button) return; // no picture
    this.#cameras = new Cameras(root, playback, () => {
      this.#video.parentElement.classList.toggle('stage-camera', this.#cameras.shown !== null);
      this.#tellName();
    });
    this.#isOn = remembered('view') === 'speaker';
    this.#tell();
    new ResizeObserver(() => this.read()).observe(this.#video.parentElement);
  }

  /** The scenes were read anew. */
  read() {
    this.#cameras?.read(this.#scenes.cameras);
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
    this.#video.parentElement.classList.toggle('stage-close', Boolean(tile) || !isWhole);
    this.#tile = tile;
    this.#tellName();
  }

  /** The name is that of who is seen: the one before stays until there is a picture of the next. */
  #tellName() {
    const seen = this.#cameras.shown ?? this.#tile;
    const person = seen && this.#scenes.person(seen.of);
    this.#name.textContent = person ? (seen.isScreen ? `${person.name}, screen` : person.name) : '';
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
    const pictures = this.#scenes.at(time)?.tiles.filter((tile) => tile.hasPicture) ?? [];
    const screen = pictures.find((tile) => tile.isScreen);
    if (screen) return screen;
    let last = null; // who began to speak last, of those who still do or have just ended
    for (const tile of pictures) {
      const since = this.#scenes.speaksSince(tile.of, time, lingers);
      if (since !== null && (!last || since > last.since)) last = { tile, since };
    }
    return last?.tile ?? null;
  }

  /** The tile lies where the whole composite did, as large as fits. */
  #crop(tile) {
    const { left, top, scale } = this.#scenes.fit(this.#video);
    const box = { width: this.#video.clientWidth, height: this.#video.clientHeight };
    const grow = Math.min(box.width / (tile.width * scale), box.height / (tile.height * scale));
    const x = box.width / 2 - grow * (left + (tile.x + tile.width / 2) * scale);
    const y = box.height / 2 - grow * (top + (tile.y + tile.height / 2) * scale);
    return `translate(${x}px, ${y}px) scale(${grow})`;
  }
}
