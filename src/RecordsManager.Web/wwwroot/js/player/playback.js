import { openSource } from './source.js';

/**
 * One call being played. Nothing is loaded before the first play: the view is on the ledger before the first byte
 * leaves the server. Until then a seek only moves the place where it will start.
 */
export class Playback {
  #video;
  #base;
  #duration;
  #waitingAt = 0;
  #opened = null;
  #ended = false;
  #ticks = new Set();
  #changes = new Set();
  #endings = new Set();

  constructor(video, base, duration) {
    this.#video = video;
    this.#base = base;
    this.#duration = duration;
    video.preservesPitch = true;
    for (const name of ['timeupdate', 'seeking', 'seeked', 'ratechange', 'loadedmetadata']) video.addEventListener(name, () => this.#tick());
    for (const name of ['play', 'pause', 'ended', 'volumechange', 'ratechange', 'waiting', 'playing']) video.addEventListener(name, () => this.#changed());
    video.addEventListener('play', () => this.#run());
  }

  get duration() { return Number.isFinite(this.#video.duration) && this.#video.duration > 0 ? this.#video.duration : this.#duration; }
  get time() { return this.#video.readyState > 0 ? this.#video.currentTime : this.#waitingAt; }
  get paused() { return this.#video.paused; }
  get rate() { return this.#video.playbackRate; }
  get volume() { return this.#video.volume; }
  get muted() { return this.#video.muted; }
  get isOver() { return this.#ended; }

  onTime(follow) { this.#ticks.add(follow); follow(this.time); }
  onChange(follow) { this.#changes.add(follow); follow(); }
  onEnded(follow) { this.#endings.add(follow); }

  async play() {
    if (this.#ended) return;
    this.#opened ??= this.#open();
    if (!(await this.#opened)) return;
    if (this.#video.ended) this.seek(0);
    await this.#video.play().catch(() => this.#changed()); // refused by the browser: the button still says Play
  }

  pause() { this.#video.pause(); }
  toggle() { return this.paused ? this.play() : this.pause(); }

  seek(seconds) {
    const to = Math.min(Math.max(0, seconds), this.duration);
    this.#waitingAt = to;
    if (this.#video.readyState > 0) this.#video.currentTime = to;
    this.#tick();
  }

  step(seconds) { this.seek(this.time + seconds); }

  setRate(rate) {
    this.#video.defaultPlaybackRate = rate; // a new source starts at the default
    this.#video.playbackRate = rate;
  }

  setVolume(volume) {
    this.#video.volume = Math.min(1, Math.max(0, volume));
    this.#video.muted = false;
  }

  mute() { this.#video.muted = !this.#video.muted; }

  async #open() {
    const counted = await fetch(`${this.#base}/view`, { method: 'POST', headers: { 'X-Requested-With': 'player' } }).catch(() => null);
    if (!counted?.ok) {
      this.#stop(counted ? counted.status : 0);
      return false;
    }

    await openSource(this.#video, `${this.#base}/master.m3u8`, this.#waitingAt, (status) => this.#stop(status));
    if (this.#ended) return false;
    if (Math.abs(this.#video.currentTime - this.#waitingAt) > 0.05) this.#video.currentTime = this.#waitingAt;
    return true;
  }

  #stop(status) {
    if (status === 0) {
      this.#opened = null; // the network may come back: play asks again
    } else {
      this.#ended = true;
    }

    this.#video.pause();
    const words = status === 0
      ? 'The server cannot be reached. Try again in a moment.'
      : status === 410 || status === 404 || status === 403 || status === 401
        ? 'This can no longer be played: it was ended, withdrawn or changed meanwhile. Load the page again to see what is left.'
        : 'Playing stopped: the recording could not be read. Load the page again; if it stays so, tell who shared it.';
    for (const follow of this.#endings) follow(words);
    this.#changed();
  }

  #changed() { for (const follow of this.#changes) follow(); }
  #tick() { for (const follow of this.#ticks) follow(this.time); }

  // timeupdate comes four times a second, which is a full second of the call at 4×: while it plays, every frame counts.
  #run() {
    if (this.#video.paused) return;
    this.#tick();
    requestAnimationFrame(() => this.#run());
  }
}
