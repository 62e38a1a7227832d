import { Mixer } from './mixer.js';

const plain = Object.freeze({ isMuted: false, isSolo: false, volume: 1 });

/**
 * Who is heard, and how loud. While everybody is heard as they are, the mix plays, once it is made; as soon as somebody is muted, heard
 * alone, or made louder, the stems play in its place.
 */
export class Voices {
  #mixer;
  #playback;
  #lanes = new Map(); // participant → { isMuted, isSolo, volume }
  #followers = new Set();
  #notices = new Set();

  constructor(base, playback) {
    this.#playback = playback;
    this.#mixer = new Mixer(base, playback);
    playback.onJump(() => this.#mixer.follow(true));
    playback.onTime(() => this.#mixer.tick());
    playback.onChange(() => {
      this.#mixer.follow(false);
      if (!playback.paused && !playback.isHalted) this.#apply(); // the first play, or what was made anew
    });
    playback.onRenewal(() => {
      if (playback.isHalted) this.#silence();
    });
  }

  of(participant) { return this.#lanes.get(participant) ?? plain; }

  onChange(follow, until) {
    this.#followers.add(follow);
    until?.addEventListener('abort', () => this.#followers.delete(follow));
    follow();
  }

  /** Why somebody cannot be heard alone, in words; null: they can. */
  onNotice(follow) { this.#notices.add(follow); }

  /** @param participants who are in the recording: the choice holds for all of them. */
  know(participants) {
    for (const participant of participants) if (!this.#lanes.has(participant)) this.#lanes.set(participant, plain);
    const gone = [...this.#lanes.keys()].filter((known) => !participants.includes(known));
    for (const participant of gone) this.#lanes.delete(participant);
    if (gone.length > 0) this.#apply(); // who was heard alone is no more
  }

  mute(participant) { this.#set(participant, { isMuted: !this.of(participant).isMuted }); }
  solo(participant) { this.#set(participant, { isSolo: !this.of(participant).isSolo }); }
  setVolume(participant, volume) { this.#set(participant, { volume: Math.min(2, Math.max(0, volume)) }); }

  /** Who is not heard now, whatever the reason. */
  isSilent(participant) { return this.#gain(participant) === 0; }

  #set(participant, change) {
    this.#lanes.set(participant, { ...this.of(participant), ...change });
    for (const follow of this.#followers) follow();
    this.#apply();
  }

  #gain(participant) {
    const { isMuted, isSolo, volume } = this.of(participant);
    const anySolo = [...this.#lanes.values()].some((lane) => lane.isSolo);
    return anySolo ? (isSolo ? volume : 0) : isMuted ? 0 : volume;
  }

  async #apply() {
    const isPlain = [...this.#lanes.values()].every((lane) => !lane.isMuted && !lane.isSolo && lane.volume === 1);
    const { isMixed } = this.#playback;
    if (!isMixed) this.#playback.isSoundElsewhere = true; // one person's voice plays, for its clock
    if (isPlain && isMixed) {
      if (this.#mixer.isOpen) this.#silence();
      this.#say(null);
      return;
    }

    if (this.#playback.paused || this.#playback.isHalted) return; // nothing is loaded before the first play
    const gains = [...this.#lanes.keys()].map((participant) => [participant, this.#gain(participant)]);
    if (this.#mixer.isOpen) {
      this.#mixer.setGains(gains);
      return;
    }

    const unheard = setTimeout(() => {
      if (this.#mixer.isWithoutSound) this.#say('This browser does not start its sound. Is a loudspeaker connected? Until it does, nobody can be muted or heard alone.');
    }, 3000);
    const opened = await this.#mixer.open(gains);
    clearTimeout(unheard);
    if (opened === true) {
      this.#mixer.setGains([...this.#lanes.keys()].map((participant) => [participant, this.#gain(participant)])); // it took a moment
      this.#playback.isSoundElsewhere = true;
      this.#say(null);
    } else if (opened === false) {
      this.#mixer.close();
      if (isMixed) this.#say('The voices of single people are still being made. Everybody is heard until then.');
    }
  }

  /** Back to the mix. */
  #silence() {
    this.#mixer.close();
    this.#playback.isSoundElsewhere = false;
  }

  #say(words) { for (const follow of this.#notices) follow(words); }
}
