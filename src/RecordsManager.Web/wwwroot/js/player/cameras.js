import { Camera } from './camera.js';
import { Refused } from './sound/voice.js';

const most = 3; // open at once: who spoke lately is there at once, and the others cost nothing

/** Shows one camera or screen as it was recorded in place of the composite. */
export class Cameras {
  #stage;
  #base;
  #playback;
  #drawn = null;
  #all = [];
  #open = new Map(); // track → Camera, who was wanted last at the end
  #wanted = null;
  #shown = null;
  #broken = new Set();
  #timer = null;
  #onShown;

  /** @param onShown told when another picture stands there, or none */
  constructor(root, playback, onShown) {
    this.#stage = root.querySelector('[data-cameras]');
    this.#base = root.dataset.player;
    this.#playback = playback;
    this.#onShown = onShown;
    playback.onRenewal(() => {
      if (playback.isHalted) this.#close();
    });
    playback.onChange(() => this.#follow());
    playback.onJump(() => this.#follow());
  }

  read(cameras) {
    if (cameras === this.#drawn) return; // only the stage has another size
    this.#drawn = cameras;
    this.#close();
    this.#all = (window.MediaSource && this.#stage ? cameras : []).filter((c) => MediaSource.isTypeSupported(c.type));
  }

  /** Whose camera, or screen, stands there now; null: none. */
  get shown() { return this.#shown; }

  /** @returns somebody's camera, or screen, at a time; undefined where there is none */
  at(time, participant, isScreen) {
    return this.#all.find((c) => (participant === null || c.of === participant) && c.isScreen === isScreen && !this.#broken.has(c.track) && c.shown.some(([from, to]) => from <= time && time < to));
  }

  /** @param camera one of at(), or null: the composite is to be seen */
  want(camera) {
    this.#wanted = camera?.track ?? null;
    if (camera && !this.#playback.isHalted && this.#playback.isOpened) this.#opened(camera);
    this.#follow();
  }

  #opened(camera) {
    const known = this.#open.get(camera.track);
    this.#open.delete(camera.track);
    this.#open.set(camera.track, known ?? this.#start(camera));
    for (const [track, old] of [...this.#open].slice(0, -most)) {
      old.close();
      this.#open.delete(track);
    }

    this.#timer ??= setInterval(() => this.#follow(), 100);
  }

  #start(camera) {
    const started = new Camera(this.#base, camera, (problem) => {
      if (problem instanceof Refused || problem instanceof TypeError) {
        this.#playback.refused(problem instanceof Refused ? problem.status : 0);
        return;
      }

      this.#broken.add(camera.track); // what this browser cannot play; the composite can be
      this.#open.get(camera.track)?.close();
      this.#open.delete(camera.track);
      this.#follow();
    });
    started.element.dataset.track = camera.track;
    started.element.hidden = true;
    this.#stage.append(started.element);
    return started;
  }

  /** Who is wanted stands there as soon as there is a picture of them; until then the one before stays. */
  #follow() {
    const { time, rate, isRunning } = this.#playback;
    const wanted = this.#open.get(this.#wanted);
    for (const camera of this.#open.values()) camera.follow(time, rate, isRunning); // all play along: to look for their place time and again costs twice as much
    if (!wanted) this.#show(null);
    else if (wanted.has(time)) this.#show(wanted);
  }

  #show(camera) {
    const shown = camera && (this.#all.find((c) => c.track === camera.element.dataset.track) ?? null);
    if (shown === this.#shown) return;
    this.#shown = shown;
    for (const one of this.#open.values()) one.element.hidden = one !== camera;
    this.#stage.hidden = shown === null;
    this.#onShown();
  }

  #close() {
    clearInterval(this.#timer);
    this.#timer = null;
    for (const camera of this.#open.values()) camera.close();
    this.#open.clear();
    this.#show(null);
  }
}
