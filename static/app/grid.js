// The item grid: rows by keyboard, cells from a spreadsheet, a running sum. Without it the row buttons post the form.

const table = document.querySelector("[data-grid]");
if (table) {
  const form = table.closest("form");
  const body = table.tBodies[0];
  const prefix = table.dataset.grid;
  const most = Number(table.dataset.most);
  const onPhone = matchMedia("(max-width: 860px)").matches; // each row is a card there: one blank card is enough
  const least = onPhone ? 1 : Number(table.dataset.blank);
  const blank = document.querySelector("[data-blank-row]");
  const total = form.querySelector("[data-total-rows]");
  const status = form.querySelector("[data-grid-status]");
  const undoButton = form.querySelector("[data-grid-undo]");
  const columns = [...blank.content.querySelectorAll("[data-column]")].map((field) => field.dataset.column);
  const headings = [...table.tHead.querySelectorAll("th")].slice(1, -1).map((cell) => plain(cell.textContent));
  const links = [...document.querySelectorAll("#error-summary a")].map((link) => [link, document.querySelector(link.hash)]);
  let before = null;

  function plain(text) {
    return text.replace(/[\s*＊]|[（(].*?[）)]/g, "").toLowerCase();
  }

  const rows = () => [...body.querySelectorAll("[data-row]")];
  const fields = (row) => [...row.querySelectorAll("[data-column]")];
  const values = () => rows().map((row) => fields(row).map((field) => field.value));
  const isBlank = (row) => fields(row).every((field) => !field.value.trim());
  const messagesOf = (row) => (row.nextElementSibling?.hasAttribute("data-below") ? row.nextElementSibling : null);

  function newRow(place = null, cells = []) {
    const row = blank.content.firstElementChild.cloneNode(true);
    fields(row).forEach((field, index) => { field.value = cells[index] ?? ""; });
    body.insertBefore(row, place);
    return row;
  }

  // Names, ids and numbers follow the rows' order, so that the server sees what one sees.
  function renumber() {
    const all = rows();
    all.forEach((row, number) => {
      row.querySelector(".item-number").textContent = number + 1;
      for (const field of fields(row)) {
        const id = `id_${prefix}-${number}-${field.dataset.column}`;
        row.querySelector(`label[for="${field.id}"]`)?.setAttribute("for", id);
        const message = document.getElementById(`${field.id}_error`);
        if (message && field.hasAttribute("aria-describedby")) field.pending = [message, `${id}_error`];
        field.id = id;
        field.name = id.slice(3);
        field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+|__n__/, number + 1));
      }
      for (const button of row.querySelectorAll("[data-act]")) button.value = `${button.dataset.act}:${number}`;
    });
    for (const field of all.flatMap(fields)) {
      if (!field.pending) continue;
      field.pending[0].id = field.pending[1];
      field.setAttribute("aria-describedby", field.pending[1]);
      delete field.pending;
    }
    for (const [link, field] of links) if (field?.isConnected) link.hash = `#${field.id}`;
    total.value = all.length;
    count();
  }

  function count() {
    let sum = 0n;
    for (const field of table.querySelectorAll("[data-summed]")) sum += hundredths(field.value);
    const digits = String(sum).padStart(3, "0");
    table.querySelector("[data-sum-shown]").textContent =
      `${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",")}.${digits.slice(-2)}`;
    table.querySelector("[data-row-count]").textContent = rows().filter((row) => !isBlank(row)).length;
  }

  // As the server reads amounts: 1,200 元 · ￥1200.5 · 1.2万; what it cannot read counts nothing.
  function hundredths(text) {
    const found = text.normalize("NFKC").trim().match(/^[¥]?\s*([\d,]*)(?:\.(\d*))?\s*(万)?\s*元?$/);
    if (!found || !(found[1] || found[2])) return 0n;
    const decimals = (found[2] || "").padEnd(6, "0").slice(0, 6);
    const millionths = BigInt(found[1].replaceAll(",", "") || 0) * 1000000n + BigInt(decimals);
    return (millionths * (found[3] ? 10000n : 1n)) / 10000n;
  }

  // Cells of several lines are as high as their words. All are measured before any is changed: 500 rows stay quick.
  function grow(areas) {
    for (const area of areas) area.rows = 1;
    const line = areas.length ? parseFloat(getComputedStyle(areas[0]).lineHeight) || 21 : 21;
    const heights = areas.map((area) => area.scrollHeight);
    areas.forEach((area, place) => { area.rows = Math.min(6, Math.max(1, Math.round((heights[place] - 8) / line))); });
  }

  const areas = () => [...body.querySelectorAll("textarea")];

  function keepBlankRow() {
    const all = rows();
    if (all.length >= most || (all.length >= least && isBlank(all[all.length - 1]))) return;
    newRow();
    for (let number = all.length + 1; number < least; number += 1) newRow();
    renumber();
  }

  function changed(text = "") {
    renumber();
    keepBlankRow();
    grow(areas());
    status.textContent = text;
    undoButton.hidden = before === null;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function remember() {
    before = values();
  }

  function focusOn(row, column) {
    const field = row && fields(row)[column];
    field?.focus();
    field?.select?.();
  }

  const acts = {
    add() {
      if (rows().length < most) newRow();
      changed();
      focusOn(rows()[rows().length - 1], 0);
    },
    duplicate(row, column) {
      if (rows().length >= most) return;
      const copy = newRow((messagesOf(row) || row).nextSibling, fields(row).map((field) => field.value));
      changed();
      focusOn(copy, column);
    },
    remove(row, column) {
      remember();
      const number = rows().indexOf(row);
      messagesOf(row)?.remove();
      row.remove();
      changed(table.dataset.removed.replace("ROWS", number + 1));
      focusOn(rows()[Math.min(number, rows().length - 1)], column);
    },
    up(row, column) {
      move(row, rows()[rows().indexOf(row) - 1], column);
    },
    down(row, column) {
      const all = rows();
      const next = all[all.indexOf(row) + 1];
      if (next) move(next, row, column, row);
    },
  };

  function move(row, above, column, focus = row) {
    if (!above) return;
    const messages = messagesOf(row);
    body.insertBefore(row, above);
    if (messages) body.insertBefore(messages, above);
    changed();
    focusOn(focus, column);
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    event.preventDefault();
    button.closest("details")?.removeAttribute("open");
    acts[button.dataset.act](button.closest("[data-row]"), 0);
  });

  body.addEventListener("keydown", (event) => {
    const field = event.target.closest("[data-column]");
    if (!field || event.isComposing) return;
    const row = field.closest("[data-row]");
    const column = columns.indexOf(field.dataset.column);
    const all = rows();
    const number = all.indexOf(row);
    const to = (target, place) => { event.preventDefault(); focusOn(target, place); };
    if (event.altKey && event.key === "ArrowUp") { event.preventDefault(); acts.up(row, column); }
    else if (event.altKey && event.key === "ArrowDown") { event.preventDefault(); acts.down(row, column); }
    else if (event.altKey && event.key === "Delete") { event.preventDefault(); acts.remove(row, column); }
    else if (event.ctrlKey && event.key.toLowerCase() === "d") { event.preventDefault(); acts.duplicate(row, column); }
    else if (event.key === "Enter" && event.shiftKey) to(all[number - 1], column);
    else if (event.key === "Enter" && !event.ctrlKey) {
      if (number === all.length - 1 && all.length < most) { newRow(); changed(); }
      to(rows()[number + 1], column);
    }
    else if (event.ctrlKey && event.key === "ArrowUp") to(all[number - 1], column);
    else if (event.ctrlKey && event.key === "ArrowDown") to(all[number + 1], column);
    else if (event.ctrlKey && event.key === "ArrowLeft") to(row, column - 1);
    else if (event.ctrlKey && event.key === "ArrowRight") to(row, column + 1);
  });

  body.addEventListener("input", (event) => {
    if (event.target.tagName === "TEXTAREA") grow([event.target]);
    keepBlankRow();
    count();
  });

  // Cells as Excel and WPS put them on the clipboard: tabs between cells, quotes around cells with line breaks.
  function cellsOf(text) {
    const lines = [[]];
    const pattern = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/g;
    for (const found of text.matchAll(pattern)) {
      if (found.index >= text.length) break;
      lines[lines.length - 1].push(oneLine(found[1]?.replaceAll('""', '"') ?? found[2]));
      if (/[\r\n]/.test(found[3])) lines.push([]);
    }
    return lines.filter((cells) => cells.some(Boolean));
  }

  // A line break inside a cell: nothing between Chinese characters, a space elsewhere.
  function oneLine(text) {
    return text.replace(/([\u3000-\u9fff])\s*[\r\n]+\s*(?=[\u3000-\u9fff])/g, "$1").replace(/\s*[\r\n]+\s*/g, " ").trim();
  }

  body.addEventListener("paste", (event) => {
    const field = event.target.closest("[data-column]");
    const text = event.clipboardData.getData("text/plain");
    if (!field || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    remember();
    let lines = cellsOf(text);
    if (lines[0]?.filter((cell) => headings.includes(plain(cell))).length > 1) lines = lines.slice(1);
    const first = rows().indexOf(field.closest("[data-row]"));
    const column = columns.indexOf(field.dataset.column);
    const room = lines.slice(0, most - first);
    room.forEach((cells, down) => {
      const row = rows()[first + down] || newRow();
      fields(row).slice(column, column + cells.length).forEach((target, right) => { target.value = cells[right]; });
    });
    changed(room.length < lines.length ? table.dataset.full : table.dataset.pasted.replace("ROWS", room.length));
    focusOn(rows()[first], column);
  });

  undoButton.addEventListener("click", () => {
    body.replaceChildren();
    before.forEach((cells) => newRow(null, cells));
    before = null;
    changed();
  });

  if (onPhone) {
    const spare = rows().reverse();
    for (let n = 0; n + 1 < spare.length && isBlank(spare[n]) && isBlank(spare[n + 1]); n += 1) spare[n].remove();
    renumber();
  }
  grow(areas());
  keepBlankRow();
  count();
}
