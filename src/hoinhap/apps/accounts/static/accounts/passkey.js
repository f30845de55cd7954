/* Passkeys. A form marked data-passkey asks the browser for a key and sends what it answers:
   "ask" signs in with a key alone and fetches its question first, "use" answers the question on the page, "add" makes
   a new key. Without WebAuthn, or on an address for which browsers refuse it, the offers stay hidden. */
(() => {
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const keys = (list) => (list || []).map((key) => ({ ...key, id: toBytes(key.id) }));
  // Browsers take a name for the place of a key, never a bare address.
  const possible = Boolean(window.PublicKeyCredential && window.isSecureContext && !/^[\d.]+$|^\[/.test(location.hostname));

  async function question(form) {
    if (form.dataset.passkey === "ask") {
      const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`${answer.status}`);
      return (await answer.json()).request_options.publicKey;
    }
    const options = JSON.parse(document.getElementById("passkey-options").textContent);
    return (options.request_options || options.creation_options).publicKey;
  }

  async function use(options) {
    const key = await navigator.credentials.get({
      publicKey: { ...options, challenge: toBytes(options.challenge), allowCredentials: keys(options.allowCredentials) },
    });
    return described(key, {
      authenticatorData: toText(key.response.authenticatorData),
      signature: toText(key.response.signature),
      userHandle: key.response.userHandle ? toText(key.response.userHandle) : null,
    });
  }

  async function add(options, alone) {
    const selection = { ...options.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
    if (alone) selection.userVerification = "required";
    const key = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: toBytes(options.challenge),
        user: { ...options.user, id: toBytes(options.user.id) },
        excludeCredentials: keys(options.excludeCredentials),
        authenticatorSelection: selection,
      },
    });
    return described(key, {
      attestationObject: toText(key.response.attestationObject),
      transports: key.response.getTransports ? key.response.getTransports() : [],
    });
  }

  function described(key, response) {
    return {
      type: key.type,
      id: key.id,
      rawId: toText(key.rawId),
      authenticatorAttachment: key.authenticatorAttachment,
      response: { clientDataJSON: toText(key.response.clientDataJSON), ...response },
      clientExtensionResults: key.getClientExtensionResults(),
    };
  }

  function complain(form, why) {
    const place = form.querySelector("[data-trouble]");
    place.textContent = place.dataset[why];
    place.hidden = false;
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (possible) form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!possible) return complain(form, "failed");
      form.querySelector("[data-trouble]").hidden = true;
      try {
        const options = await question(form);
        const alone = Boolean(form.elements.passwordless && form.elements.passwordless.checked);
        const answer = form.dataset.passkey === "add" ? await add(options, alone) : await use(options);
        form.elements.credential.value = JSON.stringify(answer);
        HTMLFormElement.prototype.submit.call(form);
      } catch (error) {
        complain(form, { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" }[error.name] || "failed");
      }
    });
  }
})();
