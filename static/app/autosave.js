// Keeps a form on the server while it is filled in. Without it the buttons save.
// What is typed never leaves this page for anywhere but the draft: nothing is put into the browser's storage.

const form = document.querySelector("form[data-autosave]");
const PAUSE = 2000; // ms after the last key
const LONGEST = 5000; // ms while someone types on and on
const RETRY = 10000; // ms after a failure
const JUST_ASKED = 30000; // ms in which the session is taken to be alive

if (form) {
  const note = form.querySelector("[data-saved-note] span");
  const signedOut = document.querySelector("[data-signed-out]");
  const changedElsewhere = document.querySelector("[data-changed-elsewhere]");
  let dirtySince = 0;
  let timer = 0;
  let underWay = null;
  let stopped = false;
  let lastAsked = Date.now();

  const say = (text, lost = false) => {
    note.textContent = text;
    note.parentElement.classList.toggle("saved-note-lost", lost);
  };

  const token = () =>
    document.cookie.split("; ").find((part) => part.startsWith("csrftoken="))?.slice(10) ||
    form.elements.csrfmiddlewaretoken.value;

  function typed() {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") fields.append(name, value);
    }
    return fields;
  }

  function schedule() {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(save, Math.min(PAUSE, Math.max(0, dirtySince + LONGEST - Date.now())));
  }

  async function send(keepalive) {
    dirtySince = 0;
    lastAsked = Date.now();
    say(form.dataset.saving);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: typed(),
        keepalive,
        redirect: "manual",
        headers: { "X-CSRFToken": token(), Accept: "application/json" },
      });
      return await understood(answer);
    } catch {
      dirtySince ||= Date.now();
      say(form.dataset.failed, true);
      timer = setTimeout(save, RETRY);
      return "failed";
    }
  }

  async function understood(answer) {
    if (answer.ok) {
      const { seen, saved } = await answer.json();
      form.elements.seen.value = seen;
      form.elements.csrfmiddlewaretoken.value = token(); // a new sign-in in another tab changed it
      signedOut.hidden = true;
      if (!dirtySince) say(form.dataset.saved.replace("TIME", saved));
      return "saved";
    }
    dirtySince ||= Date.now();
    say(form.dataset.unsaved, true);
    if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") {
      if (signedOut.hidden) {
        signedOut.hidden = false;
        signedOut.scrollIntoView({ block: "nearest" });
      }
      return "signed out";
    }
    if (answer.status === 409) {
      stopped = true;
      changedElsewhere.hidden = false;
      changedElsewhere.scrollIntoView({ block: "nearest" });
      return "changed";
    }
    if (answer.status === 410) return "gone";
    say(form.dataset.failed, true);
    timer = setTimeout(save, RETRY);
    return "failed";
  }

  async function save() {
    clearTimeout(timer);
    if (underWay) await underWay;
    underWay = send(false);
    const outcome = await underWay;
    underWay = null;
    if (outcome === "saved" && dirtySince) schedule();
    return outcome;
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    dirtySince ||= Date.now();
    schedule();
  });

  // A page whose session ended is not left: the form is sent only after the draft could be saved.
  let letThrough = false;
  form.addEventListener("submit", async (event) => {
    if (letThrough || stopped) return; // stopped: the server shows both
    if (!dirtySince && !underWay && Date.now() - lastAsked < JUST_ASKED) return;
    event.preventDefault();
    const button = event.submitter;
    const outcome = await save();
    if (outcome === "signed out" || outcome === "changed") return;
    letThrough = true;
    form.requestSubmit(button);
    letThrough = false;
  });

  document.querySelector("[data-save-now]")?.addEventListener("click", save);
  document.querySelector("[data-save-over]")?.addEventListener("click", async () => {
    form.elements.seen.value = ""; // nothing to compare with: this page's words stand
    stopped = false;
    changedElsewhere.hidden = true;
    await save();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && !signedOut.hidden) save();
    if (document.visibilityState === "hidden" && dirtySince && !underWay && signedOut.hidden && !stopped) {
      clearTimeout(timer);
      send(String(typed()).length < 60000);
    }
  });
  window.addEventListener("focus", () => {
    if (!signedOut.hidden && !underWay) save();
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirtySince && !letThrough && (!signedOut.hidden || stopped)) event.preventDefault();
  });
}
