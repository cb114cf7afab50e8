'use strict';

// Swagger UI with what the content security policy of this page allows: nothing from elsewhere, no validator badge.
(() => {
  const state = document.getElementById('docs-state');
  if (typeof window.SwaggerUIBundle !== 'function') {
    state.textContent = 'This server has no Swagger UI: read the OpenAPI file.';
    return;
  }
  window.SwaggerUIBundle({
    url: 'api.json',
    domNode: document.getElementById('docs'),
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: 'BaseLayout',
    deepLinking: true,
    persistAuthorization: false,
    queryConfigEnabled: false,
    validatorUrl: null,
    onComplete: () => {
      state.textContent = '';
    },
  });
})();
