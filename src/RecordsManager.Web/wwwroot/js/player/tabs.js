// Drawn anew, the place beside the picture shows what the reader had chosen.
const named = location.hash.slice(1);
let shown = named === 'transcript' || named === 'chapters' ? named : 'chat';

/** Chat, transcript and chapters share one place. */
export function followTabs(root) {
  const beside = root.querySelector('.beside');
  const tabs = [...beside.querySelectorAll('[data-tab]')];
  if (tabs.length === 0) return;
  const show = (name) => {
    shown = name;
    beside.dataset.show = name;
    for (const tab of tabs) {
      if (tab.dataset.tab === name) tab.setAttribute('aria-current', 'true');
      else tab.removeAttribute('aria-current');
    }
  };
  for (const tab of tabs) {
    tab.addEventListener('click', (event) => {
      event.preventDefault();
      show(tab.dataset.tab);
    });
  }
  show(tabs.some((tab) => tab.dataset.tab === shown) ? shown : 'chat');
}
