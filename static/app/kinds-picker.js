// Ticking the kinds of service of a cell; the cell stays text that can be typed, pasted and undone.

const picker = document.querySelector("[data-kinds-picker]");

if (picker) {
  const boxes = [...picker.querySelectorAll("input")];
  const separator = picker.dataset.separator;
  let field = null;

  const words = (text) => text.split(/[、,，;；/|\n]+/).map((word) => word.trim()).filter(Boolean);
  const names = (box) => [box.value, ...box.dataset.also.split("|")].map((name) => name.toLowerCase());

  function open(target) {
    field = target;
    if (matchMedia("(pointer: coarse)").matches) field.inputMode = "none"; // ticking needs no keyboard on the screen
    const typed = words(field.value).map((word) => word.toLowerCase());
    for (const box of boxes) box.checked = names(box).some((name) => typed.includes(name));
    picker.hidden = false;
    place();
  }

  function place() {
    if (picker.hidden) return;
    const cell = field.getBoundingClientRect();
    const below = window.innerHeight - cell.bottom > picker.offsetHeight + 8;
    picker.style.top = `${below ? cell.bottom + 2 : Math.max(8, cell.top - picker.offsetHeight - 2)}px`;
    picker.style.left = `${Math.max(8, Math.min(cell.left, document.documentElement.clientWidth - picker.offsetWidth - 8))}px`;
  }

  function close() {
    picker.hidden = true;
  }

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-picker]")) open(event.target);
    else if (!picker.contains(event.target)) close();
  });

  document.addEventListener("pointerdown", (event) => {
    if (!picker.hidden && !picker.contains(event.target) && event.target !== field) close();
  });

  picker.addEventListener("change", () => {
    const known = boxes.flatMap(names);
    const others = words(field.value).filter((word) => !known.includes(word.toLowerCase()));
    field.value = [...boxes.filter((box) => box.checked).map((box) => box.value), ...others].join(separator);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  document.addEventListener("keydown", (event) => {
    if (picker.hidden) return;
    if (event.key === "Escape") {
      field.focus();
      close();
    }
    // From the cell one goes into the list with the arrow key, inside it up and down, back with Enter.
    if (event.target === field && event.key === "ArrowDown" && !event.altKey && !event.ctrlKey) {
      event.preventDefault();
      (boxes.find((box) => box.checked) || boxes[0]).focus();
    } else if (picker.contains(event.target) && /^Arrow/.test(event.key)) {
      event.preventDefault();
      const step = event.key === "ArrowUp" || event.key === "ArrowLeft" ? -1 : 1;
      boxes[(boxes.indexOf(event.target) + step + boxes.length) % boxes.length].focus();
    } else if (picker.contains(event.target) && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      field.focus();
      close();
    }
  });

  document.addEventListener("scroll", place, { capture: true, passive: true });
  window.addEventListener("resize", place);
}
