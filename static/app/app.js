// Saves clicks on every page; without it every page works.

const here = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function showWhatNeedsScript(root) {
  for (const button of all("[data-close], [data-open], [data-phrase]", root)) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-close]");
  if (close) {
    close.parentElement.remove();
    here("#main")?.focus({ preventScroll: true });
  }
  const open = event.target.closest("[data-open]");
  if (open) document.getElementById(open.dataset.open)?.showModal();
  for (const menu of all("details.menu[open], details.sheet[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = here("details.menu[open], details.sheet[open]");
  if (!menu) return;
  menu.open = false;
  here("summary", menu).focus();
});

// Paper shows what is folded on the screen.
window.addEventListener("beforeprint", () => {
  for (const part of all("details.doc:not([open])")) {
    part.open = true;
    window.addEventListener("afterprint", () => (part.open = false), { once: true });
  }
});

// The error summary is the first thing to read on a page that came back; after loading, because a #fragment in the
// address moves the focus too.
window.addEventListener("load", () => here("#error-summary, [data-focus]")?.focus());
here(".section-list [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
showWhatNeedsScript(document);
document.addEventListener("htmx:afterSwap", (event) => showWhatNeedsScript(event.target));
