// Runs before the page is drawn, so that parts which unfold by script do not jump: it says that
// scripts run here. Everything works without it.
document.body.classList.add('js-enabled');
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported');
}
