// Hands the question of the page to a security key, and its answer back with the form. Needs no other script.
(() => {
  const button = document.getElementById("pq-key-button");
  const options = JSON.parse(document.getElementById("pq-key-options").textContent);
  const failed = document.getElementById("pq-key-failed");
  const ask = {
    create: () => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
    get: () => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
  };
  button.addEventListener("click", async () => {
    failed.hidden = true;
    try {
      const answer = await ask[button.dataset.way]();
      document.getElementById("pq-key-answer").value = JSON.stringify(answer.toJSON());
    } catch {
      failed.hidden = false;
      return;
    }
    button.form.submit();
  });
})();
