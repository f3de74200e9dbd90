// A secret link carries its code after "#", which no server sees: put it in the form and send it.
const code = decodeURIComponent(location.hash.slice(1));
const form = document.getElementById("suivi");
if (code && form) {
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = code;
  form.submit();
}
