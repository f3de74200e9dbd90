// Put the simulator in a frame where this script stands: <script src="…/api/v1/widget.js"></script>
const script = document.currentScript;
const home = new URL("/", script.src);
const frame = document.createElement("iframe");
frame.src = home.href;
frame.title = "Simulateur d'aides";
frame.referrerPolicy = "no-referrer";
frame.style.border = "0";
frame.style.width = "100%";
frame.style.height = `${Number(script.dataset.height) || 800}px`;
script.replaceWith(frame);

// The framed page tells its height, so that there is one scroll bar, not two.
addEventListener("message", (event) => {
  const height = event.source === frame.contentWindow && event.origin === home.origin && event.data?.height;
  if (Number.isFinite(height)) {
    frame.style.height = `${Math.min(Math.max(height, 300), 20000)}px`;
  }
});
