/* Says beside the button why a passkey or security key did not work. */
const SAYINGS = {
  NotAllowedError: "Nothing came of it: it was cancelled or took too long. Try again.",
  InvalidStateError: "That key is already known here.",
  SecurityError: "Passkeys need HTTPS, or the address localhost.",
};

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.getElementById("key-trouble");
  trouble.textContent = SAYINGS[event.detail.exception.name] ?? "That did not work. Try again, or use another way.";
});
