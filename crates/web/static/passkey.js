// Passkeys: asks the device what the house wants to know, and sends its answer with the form.
// Without this script the forms stay hidden, and every other way to sign in works.

const toBytes = (text) => {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};

const toText = (bytes) => {
  if (!bytes) return null;
  const plain = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('');
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
};

const credentialList = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

// What travels as text becomes bytes, as the device wants it.
const question = (publicKey) => ({
  ...publicKey,
  challenge: toBytes(publicKey.challenge),
  ...(publicKey.user && { user: { ...publicKey.user, id: toBytes(publicKey.user.id) } }),
  ...(publicKey.excludeCredentials && { excludeCredentials: credentialList(publicKey.excludeCredentials) }),
  ...(publicKey.allowCredentials && { allowCredentials: credentialList(publicKey.allowCredentials) }),
});

// What the device says becomes text, as it travels.
const answer = (credential) => {
  const said = credential.response;
  const response = { clientDataJSON: toText(said.clientDataJSON) };
  if (said.attestationObject) {
    response.attestationObject = toText(said.attestationObject);
    response.transports = said.getTransports ? said.getTransports() : [];
  } else {
    response.authenticatorData = toText(said.authenticatorData);
    response.signature = toText(said.signature);
    response.userHandle = toText(said.userHandle);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    extensions: credential.getClientExtensionResults(),
  });
};

const begin = async (form) => {
  const fields = new URLSearchParams();
  const token = form.elements.namedItem('form_token');
  if (token) fields.set('form_token', token.value);
  const reply = await fetch(form.dataset.begin, {
    method: 'POST',
    body: fields,
    credentials: 'same-origin',
    headers: { accept: 'application/json' },
  });
  // Somebody who has to show again who they are is led to the page that asks.
  if (reply.redirected) {
    location.assign(reply.url);
    return null;
  }
  if (!reply.ok) throw new Error(String(reply.status));
  return reply.json();
};

const run = async (form) => {
  const fault = form.querySelector('[data-passkey-fault]');
  fault.hidden = true;
  try {
    const begun = await begin(form);
    if (!begun) return;
    const publicKey = question(begun.options.publicKey);
    const ask = form.dataset.passkey === 'create' ? 'create' : 'get';
    const credential = await navigator.credentials[ask]({ publicKey });
    form.elements.namedItem('token').value = begun.token;
    form.elements.namedItem('credential').value = answer(credential);
    form.submit();
  } catch {
    fault.hidden = false;
    fault.setAttribute('role', 'alert');
  }
};

if (window.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      run(form);
    });
  }
}
