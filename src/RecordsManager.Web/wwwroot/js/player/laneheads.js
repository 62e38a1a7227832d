/** The buttons at the head of each lane: mute, hear only this one, volume. */
export function bindLaneHeads(root, voices, until) {
  const heads = [...root.querySelectorAll('.lane-tools')].map((tools) => ({ head: tools.closest('.lane-head'), participant: tools.dataset.voice }));
  voices.know(heads.map(({ participant }) => participant));
  for (const { head, participant } of heads) {
    head.querySelector('[data-lane="mute"]').addEventListener('click', () => voices.mute(participant));
    head.querySelector('[data-lane="solo"]').addEventListener('click', () => voices.solo(participant));
    const volume = head.querySelector('[data-lane="volume"]');
    volume.addEventListener('input', () => voices.setVolume(participant, Number(volume.value) / 100));
    volume.addEventListener('dblclick', () => voices.setVolume(participant, 1));
    head.querySelector('.lane-tools').hidden = false;
    head.querySelector('.lane-volume').hidden = false;
  }

  voices.onChange(() => {
    for (const { head, participant } of heads) {
      const { isMuted, isSolo, volume } = voices.of(participant);
      head.querySelector('[data-lane="mute"]').setAttribute('aria-pressed', String(isMuted));
      head.querySelector('[data-lane="solo"]').setAttribute('aria-pressed', String(isSolo));
      const slider = head.querySelector('[data-lane="volume"]');
      slider.value = String(Math.round(volume * 100));
      slider.setAttribute('aria-valuetext', `${slider.value} per cent`);
      const silent = voices.isSilent(participant);
      head.classList.toggle('lane-silent', silent);
      root.querySelector(`#lane-${participant}`)?.classList.toggle('lane-silent', silent);
    }
  }, until);
}
