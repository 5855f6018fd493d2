// A form marked data-fresh goes out with the token of now: signing in in another tab has changed it since the page came.
// Without script the page comes back once more with the new token.

for (const form of document.querySelectorAll("form[data-fresh]")) {
  form.addEventListener("submit", () => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (token) form.elements.csrfmiddlewaretoken.value = token[1];
  });
}
