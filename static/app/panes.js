// The leaves of a file (form, attachments, record): all on one page; with script, one at a time. What was typed into
// the decision stays, because nothing is loaded.

const tabs = [...document.querySelectorAll("[data-pane]")];
const panes = tabs.map((tab) => document.getElementById(tab.dataset.pane));

function show(id) {
  tabs.forEach((tab, at) => {
    const current = tab.dataset.pane === id;
    if (current) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
    panes[at].hidden = !current;
  });
  // Files are read, not just listed: the first is opened when its leaf is.
  const first = document.querySelector(`#${id} .shown-file`);
  if (first && !document.querySelector(`#${id} .shown-file[open]`)) first.open = true;
}

function paneOf(element) {
  return panes.find((pane) => pane.contains(element))?.id;
}

// A link to a place inside a pane (a changed field) opens that pane first.
function follow(hash) {
  const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
  const pane = target && paneOf(target);
  if (!pane) return;
  show(pane);
  target.closest("details")?.setAttribute("open", "");
  if (target.id !== pane) target.scrollIntoView();
}

if (tabs.length) {
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-pane]");
    if (tab) {
      event.preventDefault();
      tab.closest("details.sheet")?.removeAttribute("open");
      show(tab.dataset.pane);
      document.getElementById("panes").scrollIntoView({ block: "nearest" });
      return;
    }
    const link = event.target.closest("a[href^='#']");
    if (link) follow(link.hash);
  });
  show(tabs.find((tab) => tab.hasAttribute("aria-current"))?.dataset.pane ?? tabs[0].dataset.pane);
  follow(window.location.hash);
}
