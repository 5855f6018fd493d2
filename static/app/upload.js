// Files go up as soon as they are chosen or dropped; too large ones are told before they travel.

const area = document.querySelector("[data-upload]");

if (area) {
  const input = area.querySelector("input[type=file]");
  const button = area.querySelector("[data-upload-button]");
  const error = area.querySelector("[data-upload-error]");
  const most = Number(area.dataset.mostMb) * 1024 * 1024;

  function send() {
    const tooLarge = [...input.files].filter((file) => file.size > most);
    error.replaceChildren(
      ...tooLarge.map((file) => {
        const line = document.createElement("p");
        line.textContent = area.dataset.tooLarge.replace("NAME", file.name);
        return line;
      }),
    );
    const kept = new DataTransfer();
    for (const file of input.files) if (file.size <= most) kept.items.add(file);
    input.files = kept.files;
    if (kept.files.length) input.form.requestSubmit(button);
  }

  input.addEventListener("change", send);
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.classList.add("upload-over");
  });
  area.addEventListener("dragleave", () => area.classList.remove("upload-over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("upload-over");
    input.files = event.dataTransfer.files;
    send();
  });
}
