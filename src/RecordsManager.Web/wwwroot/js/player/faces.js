import { remember, remembered } from './remembered.js';

const lingers = 0.3; // s by which the ring outlasts the voice, so that it does not flicker between words

/**
 * Names, initials and a ring around who speaks, drawn over the picture where it has everybody's place. They are text of the page and
 * no part of the picture: as sharp as the screen, right after a renaming, and gone with whoever is gone.
 */
export class Faces {
  #playback;
  #scenes;
  #video;
  #layer;
  #more;
  #menu;
  #drawn = new Map();
  #shown = null;

  constructor(root, playback, scenes) {
    this.#playback = playback;
    this.#scenes = scenes;
    this.#video = root.querySelector('.picture');
    this.#layer = root.querySelector('[data-faces]');
    if (!this.#layer) return; // no picture
    this.#more = this.#layer.querySelector('[data-more]');
    this.#menu = root.querySelector('[data-view-menu]');
    for (const box of this.#menu.querySelectorAll('input')) {
      box.checked = remembered(box.name) !== 'off';
      box.addEventListener('change', () => {
        remember(box.name, box.checked ? null : 'off');
        this.#tell();
      });
    }
    this.#menu.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#close();
    });
    document.addEventListener('click', (event) => {
      if (!this.#menu.contains(event.target)) this.#menu.open = false;
    });
    this.#tell();
    new ResizeObserver(() => this.#place()).observe(this.#video);
    this.#video.addEventListener('loadeddata', () => this.read());
    this.#video.addEventListener('emptied', () => this.read());
  }

  /** The scenes, or whether there is a picture, were read anew. */
  read() {
    this.#shown = null; // also nobody is drawn anew
    this.#place();
    this.#show(this.#playback.time);
  }

  follow(until) {
    if (this.#layer) this.#playback.onTime((time) => this.#show(time), until);
  }

  #close() {
    this.#menu.open = false;
    this.#menu.querySelector('summary').focus();
  }

  #tell() {
    for (const box of this.#menu.querySelectorAll('input')) this.#layer.toggleAttribute(`data-no-${box.name}`, !box.checked);
  }

  #place() {
    if (!this.#layer) return;
    const { left, top, scale } = this.#scenes.fit(this.#video);
    const [width, height] = this.#scenes.canvas;
    Object.assign(this.#layer.style, { left: `${left}px`, top: `${top}px`, width: `${width * scale}px`, height: `${height * scale}px` });
  }

  #show(time) {
    if (!this.#layer) return;
    const scene = this.#video.readyState > 0 || this.#video.parentElement.classList.contains('stage-still') ? this.#scenes.at(time) : null;
    const key = scene?.key ?? '';
    if (key !== this.#shown) {
      this.#shown = key;
      this.#draw(scene);
    }
    for (const { element, of } of this.#drawn.values()) element.toggleAttribute('data-speaks', this.#scenes.speaksSince(of, time, lingers) !== null);
  }

  /** Who stays moves to the new place; who comes is drawn there. */
  #draw(scene) {
    const now = new Map((scene?.tiles ?? []).map((tile) => [`${tile.of} ${tile.isScreen}`, tile]));
    for (const [key, { element }] of this.#drawn) {
      if (now.has(key)) continue;
      element.remove();
      this.#drawn.delete(key);
    }
    const [width, height] = this.#scenes.canvas;
    for (const [key, tile] of now) {
      const person = this.#scenes.person(tile.of);
      if (!person) continue;
      const { element } = this.#drawn.get(key) ?? this.#add(key, tile, person);
      element.toggleAttribute('data-empty', !tile.hasPicture);
      Object.assign(element.style, {
        left: `${(100 * tile.x) / width}%`, top: `${(100 * tile.y) / height}%`, width: `${(100 * tile.width) / width}%`, height: `${(100 * tile.height) / height}%`,
      });
    }
    const unseen = scene?.unseen ?? 0;
    this.#more.hidden = unseen === 0;
    this.#more.textContent = unseen > 0 ? `and ${unseen} more` : '';
  }

  #add(key, tile, person) {
    const element = document.createElement('div');
    element.className = tile.isScreen ? 'face face-screen' : 'face';
    element.dataset.tone = String(person.tone);
    const disc = document.createElement('span');
    disc.className = 'face-disc';
    disc.textContent = person.initials;
    const name = document.createElement('span');
    name.className = 'face-name';
    name.dir = 'auto';
    name.textContent = tile.isScreen ? `${person.name}, screen` : person.name;
    element.append(disc, name);
    this.#layer.append(element);
    const drawn = { element, of: tile.isScreen ? '' : tile.of };
    this.#drawn.set(key, drawn);
    return drawn;
  }
}
