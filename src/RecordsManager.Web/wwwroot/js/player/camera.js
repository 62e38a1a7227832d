import { ask } from './sound/voice.js';

const ahead = 6; // s beyond what plays; what was withdrawn does not go on from memory for longer
const behind = 4;
const off = 0.25; // s: further away it jumps
const astray = 3; // s: further away than this it jumps although it is still looking for another place

/**
 * One camera or screen as it was recorded: an element of its own, silent, fed piece by piece, that follows the call's clock. Each piece
 * begins with a key frame, so that it can start at any of them.
 */
export class Camera {
  #element = document.createElement('video');
  #address;
  #offset;
  #rate; // s of the call for each of its own
  #type;
  #onProblem;
  #source = new MediaSource();
  #url = URL.createObjectURL(this.#source);
  #buffer = null;
  #pieces = []; // { address, from, to } in its own time, s
  #has = new Set();
  #ending = new AbortController();
  #busy = false;

  /** @param camera { track, type, offset, rate } @param onProblem told of what was refused */
  constructor(base, { track, type, offset, rate }, onProblem) {
    this.#address = new URL(`${base}/${track}/index.m3u8`, location.href);
    this.#offset = offset;
    this.#rate = rate;
    this.#type = type;
    this.#onProblem = onProblem;
    this.#element.muted = true;
    this.#element.playsInline = true;
    this.#element.disableRemotePlayback = true;
    this.#element.disablePictureInPicture = true; // it is silent, and out there nothing stands over it
    this.#element.setAttribute('aria-hidden', 'true');
    this.#source.addEventListener('sourceopen', () => this.#open().catch((problem) => this.#fail(problem)), { once: true });
    this.#element.src = this.#url;
  }

  get element() { return this.#element; }

  /** There is a picture of this moment. */
  has(time) {
    const own = this.#own(time);
    return this.#element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !this.#element.seeking && Math.abs(this.#element.currentTime - own) < 2 * off;
  }

  follow(time, speed, isRunning) {
    const own = this.#own(time);
    this.#pump(own).catch((problem) => this.#fail(problem));
    const from = this.#bufferedFrom(own);
    if (from === null) return;
    const late = own - this.#element.currentTime;
    if (Math.abs(late) > (isRunning ? off : 0.05)) {
      if (!this.#element.seeking || Math.abs(late) > astray) this.#element.currentTime = Math.max(own, from); // before its first picture it would wait for ever
    } else {
      this.#element.playbackRate = Math.max(0.25, speed * (1 + Math.max(-0.1, Math.min(0.1, late))));
    }

    if (isRunning && this.#element.paused && !this.#element.ended) this.#element.play().catch(() => {}); // it was closed meanwhile
    else if (!isRunning && !this.#element.paused) this.#element.pause();
  }

  /** Nothing of it is left in memory. */
  close() {
    this.#ending.abort();
    this.#element.remove();
    this.#element.removeAttribute('src');
    this.#element.load();
    URL.revokeObjectURL(this.#url);
    this.#buffer = null;
  }

  async #open() {
    const lines = (await (await ask(this.#address, this.#ending.signal)).text()).split('\n');
    let at = Number(lines.find((l) => l.startsWith('#EXT-X-RECORDSMANAGER-FROM:'))?.split(':')[1] ?? 0);
    lines.forEach((line, i) => {
      if (!line.startsWith('#EXTINF:')) return;
      const from = this.#own(at);
      at += Number.parseFloat(line.slice(8));
      this.#pieces.push({ address: new URL(lines[i + 1], this.#address), from, to: this.#own(at) });
    });
    const init = await (await ask(new URL(lines.find((l) => l.startsWith('#EXT-X-MAP:')).split('"')[1], this.#address), this.#ending.signal)).arrayBuffer();
    const buffer = this.#source.addSourceBuffer(this.#type);
    await this.#done(buffer, () => buffer.appendBuffer(init));
    this.#buffer = buffer;
  }

  /** One piece at a time, in order: what plays, and what comes next. */
  async #pump(own) {
    if (!this.#buffer || this.#busy) return;
    const index = this.#pieces.findIndex((p, i) => p.to > own && p.from < own + ahead && !this.#has.has(i));
    const isOld = (p) => p.to < own - behind || p.from > own + 3 * ahead;
    const old = [...this.#has].filter((i) => isOld(this.#pieces[i]));
    if (index < 0 && old.length === 0) return;
    this.#busy = true;
    try {
      for (const i of old) {
        const { from, to } = this.#pieces[i];
        this.#has.delete(i);
        await this.#done(this.#buffer, () => this.#buffer.remove(Math.max(0, from), Math.max(0.001, to)));
      }

      if (index >= 0) {
        const bytes = await (await ask(this.#pieces[index].address, this.#ending.signal)).arrayBuffer();
        await this.#done(this.#buffer, () => this.#buffer.appendBuffer(bytes));
        this.#has.add(index);
      }

      // Else who looks at its last pictures waits for more of them, for ever. What is appended or removed later opens it again.
      if (this.#has.has(this.#pieces.length - 1) && this.#source.readyState === 'open') this.#source.endOfStream();
    } finally {
      this.#busy = false;
    }
  }

  #done(buffer, change) {
    this.#ending.signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const settle = () => {
        buffer.removeEventListener('updateend', settle);
        buffer.removeEventListener('error', reject);
        resolve();
      };
      buffer.addEventListener('updateend', settle);
      buffer.addEventListener('error', reject);
      change();
    });
  }

  #own(time) { return (time - this.#offset) / this.#rate; }

  /** @returns where the pictures around a time begin, which may be a little later than it; null: there are none */
  #bufferedFrom(own) {
    const { buffered } = this.#element;
    for (let i = 0; i < buffered.length; i++) if (buffered.start(i) <= own + 0.1 && own < buffered.end(i)) return buffered.start(i);
    return null;
  }

  #fail(problem) {
    if (!this.#ending.signal.aborted) this.#onProblem(problem);
  }
}
