// The decision card: the button names the act, phrases are appended, the place to return to shows only for a return.

const card = document.getElementById("decision");

function chosen() {
  return card.querySelector("input[name=decision]:checked");
}

function follow() {
  const choice = chosen();
  const button = card.querySelector("[data-submit]");
  const fields = card.querySelector("[data-return]");
  if (choice) button.querySelector("[data-label]").textContent = choice.dataset.act;
  if (fields) fields.hidden = choice?.value !== "return";
}

function append(phrase) {
  const opinion = card.querySelector("textarea");
  const written = opinion.value.trimEnd();
  opinion.value = written ? `${written}${document.documentElement.lang === "en" ? " " : ""}${phrase}` : phrase;
  opinion.focus();
}

function open(decision) {
  const choice = card.querySelector(`input[name=decision][value=${decision}]`);
  if (choice) choice.checked = true;
  follow();
  window.location.hash = "decision";
  // An agreement needs no words: the keyboard of a phone would only hide the sheet.
  const first = decision === "approve" ? choice : card.querySelector("textarea");
  first?.focus({ preventScroll: true });
}

if (card) {
  card.addEventListener("change", follow);
  card.addEventListener("click", (event) => {
    const phrase = event.target.closest("[data-phrase]");
    if (phrase) append(phrase.textContent.trim());
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-decide]");
    if (!link) return;
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    open(link.dataset.decide);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && window.location.hash === "#decision") window.location.hash = "main";
  });
  follow();
  card.querySelector("[data-focus]")?.focus(); // a decision to be confirmed waits for one more Enter
}
