import { Changes } from './changes.js';
import { openSource } from './source.js';

const frame = 1 / 30; // s
const patience = 5000; // a refused segment may be here before the word of why

/**
 * One call being played. Nothing is loaded before the first play: the view is on the ledger before the first byte
 * leaves the server. Until then a seek only moves the place where it will start. When what may be played changes it stops
 * at once, with nothing left in memory, and goes on at the same place once it is made anew.
 */
export class Playback {
  #video;
  #base;
  #duration;
  #drawn;
  #whole;
  #waitingAt = 0;
  #opened = null;
  #source = null;
  #changes = null;
  #wanted = false; // somebody pressed play, and not pause since
  #muted = false;
  #height = null;
  #isSoundElsewhere = false;
  #held = false; // the picture waits for the sound
  #renewing = false;
  #impatience;
  #limits = null;
  #ended = false;
  #ticks = new Set();
  #followers = new Set();
  #notices = new Set();
  #renewals = new Set();
  #jumps = new Set();
  #pictures = new Set();

  /** @param drawn { version, whole, shows }: what the page was drawn with; not whole: its picture is still being made, and comes by itself */
  constructor(video, base, duration, drawn) {
    this.#video = video;
    this.#base = base;
    this.#duration = duration;
    this.#drawn = drawn;
    video.preservesPitch = true;
    this.#whole = drawn.whole;
    if (!drawn.whole) this.#listen();
    for (const name of ['timeupdate', 'seeking', 'seeked', 'ratechange', 'loadedmetadata']) video.addEventListener(name, () => this.#tick());
    for (const name of ['play', 'pause', 'ended', 'volumechange', 'ratechange', 'waiting', 'playing']) video.addEventListener(name, () => this.#changed());
    for (const name of ['seeked', 'playing', 'ratechange']) video.addEventListener(name, () => { for (const follow of this.#jumps) follow(); });
    video.addEventListener('play', () => this.#run());
    video.addEventListener('pause', () => {
      // The keyboard's or the system's pause is one; that of an element that is being emptied and filled anew is none, nor one
      // that is over by the time it is told, as after a short wait for the sound.
      if (video.paused && !this.#renewing && !this.#held && video.readyState > 0) this.#wanted = false;
    });
  }

  get duration() { return Number.isFinite(this.#video.duration) && this.#video.duration > 0 ? this.#video.duration : this.#duration; }
  /** Where it begins when nobody says where, and where it ends. */
  get start() { return this.#limits?.start ?? 0; }
  get end() { return Math.min(this.#limits?.end ?? this.duration, this.duration); }
  get time() { return this.#video.readyState > 0 ? this.#video.currentTime : this.#waitingAt; }
  get paused() { return this.#video.paused && !this.#held; }
  get rate() { return this.#video.playbackRate; }
  get volume() { return this.#video.volume; }
  get muted() { return this.#muted; }
  /** Time moves: neither paused, nor looking for a place, nor waiting for bytes. */
  get isRunning() { return !this.#video.paused && !this.#video.seeking && this.#video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA; }
  /** Its media may be asked for: the view is on the ledger. */
  get isOpened() { return this.#source !== null; }
  /** What plays is the sound of all; false: that is still being made, and one person's voice keeps the time. */
  get isMixed() { return !this.#source?.isStandIn; }
  /** Everybody's picture together is made, and the mix. */
  get isWhole() { return this.#whole; }
  /** Of the sizes its picture can be had in, px, largest first; none where there is one alone, or before it is opened. */
  get heights() { return this.#source?.heights ?? []; }
  /** Of the picture that plays. */
  get height() { return this.#source?.height ?? null; }
  /** That somebody chose; null: what the network carries, and no larger than it is shown. */
  get chosenHeight() { return this.#height; }
  /** It cannot be played: for good, or until it is made anew. */
  get isHalted() { return this.#ended || this.#renewing; }

  /** @param until an AbortSignal: who was drawn anew follows no more */
  onTime(follow, until) {
    this.#ticks.add(follow);
    until?.addEventListener('abort', () => this.#ticks.delete(follow));
    follow(this.time);
  }

  onChange(follow) { this.#followers.add(follow); follow(); }

  /** The time is another one, or moves at another pace: what follows it has to start anew. */
  onJump(follow) { this.#jumps.add(follow); }

  /** How far its picture is made, per cent. */
  onPicture(follow) { this.#pictures.add(follow); }

  /** Why it does not play, in words; null: it may again. */
  onNotice(follow) { this.#notices.add(follow); }

  /**
   * What may be played has changed, or is made: what else the page shows of it is old. It goes on once what this returns is settled: a
   * page that still shows somebody who is gone would ask for them, and be refused.
   */
  onRenewal(follow) { this.#renewals.add(follow); }

  async play() {
    if (this.isHalted) return;
    this.#wanted = true;
    this.#opened ??= this.#open();
    if (!(await this.#opened)) return;
    if (this.#video.ended || Math.abs(this.time - this.end) < frame) this.seek(this.start);
    await this.#video.play().catch(() => this.#changed()); // refused by the browser: the button still says Play
  }

  pause() {
    this.#held = false;
    this.#wanted = false;
    this.#video.pause();
    this.#changed();
  }

  toggle() { return this.paused ? this.play() : this.pause(); }

  seek(seconds) {
    const to = Math.min(Math.max(0, seconds), this.duration);
    this.#waitingAt = to;
    if (this.#video.readyState > 0) this.#video.currentTime = to;
    this.#tick();
  }

  /** @param limits {start, end} of what is played, s; null: all */
  limit(limits) { this.#limits = limits; }

  step(seconds) { this.seek(this.time + seconds); }

  setRate(rate) {
    this.#video.defaultPlaybackRate = rate; // a new source starts at the default
    this.#video.playbackRate = rate;
  }

  /** @param height one of heights; null: what the network carries */
  setHeight(height) {
    this.#height = height;
    this.#source?.choose(height);
    this.#changed();
  }

  setVolume(volume) {
    this.#muted = false;
    this.#video.volume = Math.min(1, Math.max(0, volume));
    this.#silence();
  }

  mute() {
    this.#muted = !this.#muted;
    this.#silence();
  }

  /** The voices come from somewhere else: the element itself is silent, whatever its volume. */
  set isSoundElsewhere(elsewhere) {
    if (elsewhere === this.#isSoundElsewhere) return; // who is told of a change may set it again
    this.#isSoundElsewhere = elsewhere;
    this.#silence();
  }

  /** The picture waits until release(); to who watches it is no pause. */
  hold() {
    if (this.#video.paused) return;
    this.#held = true;
    this.#video.pause();
  }

  release() {
    if (!this.#held) return;
    this.#held = false;
    if (this.#wanted) this.play();
  }

  /** Something that belongs to what plays was refused elsewhere. @param status of the answer; 0: there was none */
  refused(status) { this.#refused(status); }

  async #open() {
    const counted = await fetch(`${this.#base}/view`, { method: 'POST', headers: { 'X-Requested-With': 'player' } }).catch(() => null);
    if (!counted?.ok) {
      this.#stop(counted ? counted.status : 0);
      return false;
    }

    this.#listen();
    return this.#load();
  }

  #listen() {
    this.#changes ??= new Changes(`${this.#base}/changes`, { ...this.#drawn, whole: this.#whole }, {
      changed: (withdrawn) => this.#halt(withdrawn
        ? 'Somebody withdrew consent. The recording is being made again without them.'
        : 'What may be played has changed. The recording is being made again.'),
      ready: (whole) => {
        this.#whole = whole;
        this.#renew();
      },
      whole: () => this.#complete(),
      picture: (percent) => this.#see(percent),
      over: () => this.#stop(410),
      reshared: () => this.#part(),
    });
  }

  /** The picture is there: the same again with it, from the same place. */
  #complete() {
    this.#whole = true;
    this.#see(100);
    if (!this.#source) return; // not played yet
    this.#halt(null);
    this.#renew();
  }

  #see(percent) { for (const follow of this.#pictures) follow(percent); }

  async #load() {
    const source = openSource(this.#video, `${this.#base}/master.m3u8`, this.#waitingAt, (status) => this.#refused(status), () => this.#changed());
    this.#source = source;
    source.choose(this.#height);
    await source.opened;
    if (this.isHalted || this.#source !== source) return false;
    if (Math.abs(this.#video.currentTime - this.#waitingAt) > 0.05) this.#video.currentTime = this.#waitingAt;
    this.#say(null);
    return true;
  }

  /** Nothing of what was loaded is left; the place stays. */
  #halt(words) {
    if (this.#ended) return;
    clearTimeout(this.#impatience);
    this.#waitingAt = this.time;
    this.#renewing = true;
    this.#close();
    this.#say(words);
    for (const follow of this.#renewals) follow();
    this.#changed();
  }

  async #renew() {
    if (this.#ended || !this.#renewing) return;
    clearTimeout(this.#impatience);
    this.#renewing = false;
    const drawn = Promise.allSettled([...this.#renewals].map((follow) => follow()));
    this.#opened = drawn.then(() => !this.isHalted && this.#load());
    this.#changed();
    if ((await this.#opened) && this.#wanted) await this.play();
  }

  #refused(status) {
    if (status === 0 || !this.#changes?.isHeard) {
      this.#stop(status);
    } else if (!this.#renewing) {
      this.#halt('What may be played has changed. One moment.');
      this.#impatience = setTimeout(() => this.#stop(status), patience);
    }
  }

  /** Who shared it has changed what it shows: the page stands on another ground then, and has to be drawn anew as a whole. */
  #part() {
    if (this.#ended) return;
    this.#halt('Who shared this has changed what you may see of it. Load the page again to go on.');
    this.#ended = true;
    this.#changed();
  }

  #silence() {
    this.#video.muted = this.#muted || this.#isSoundElsewhere;
    this.#changed();
  }

  #close() {
    this.#held = false;
    this.#video.pause();
    this.#source?.close();
    this.#source = null;
  }

  #stop(status) {
    if (this.#ended) return;
    this.#waitingAt = this.time;
    if (status === 0) {
      this.#opened = null; // the network may come back: play asks again
    } else {
      this.#ended = true;
    }

    this.#close();
    this.#say(status === 0
      ? 'The server cannot be reached. Try again in a moment.'
      : status === 410 || status === 404 || status === 403 || status === 401
        ? 'This can no longer be played: it was ended, withdrawn or changed meanwhile. Load the page again to see what is left.'
        : 'Playing stopped: the recording could not be read. Load the page again; if it stays so, tell who shared it.');
    this.#changed();
  }

  #say(words) { for (const follow of this.#notices) follow(words); }
  #changed() { for (const follow of this.#followers) follow(); }
  #tick() { for (const follow of this.#ticks) follow(this.time); }

  // timeupdate comes four times a second, which is a full second of the call at 4×: while it plays, every frame counts.
  #run() {
    if (this.#video.paused) return;
    this.#tick();
    requestAnimationFrame(() => this.#run());
  }
}
