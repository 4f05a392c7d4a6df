/** The page's half of NablaLab: `<nabla-lab>`, which follows the traits and is followed by them. */

const equal = (one, other) => JSON.stringify(one) === JSON.stringify(other);

async function render({ model, el }) {
  await import(new URL('nabla.js', model.get('url')).href);
  const lab = document.createElement('nabla-lab');
  lab.setAttribute('lab', model.get('lab'));
  lab.setAttribute('config', JSON.stringify(model.get('config')));
  el.dataset.lmSuppressShortcuts = 'true'; // keys that are pressed in the lab are no commands to the notebook
  el.append(lab);

  /** What the lab has said: a trait that says the same is its echo and no wish. */
  const said = { step: 0, running: false, config: null };

  function say(traits) {
    Object.assign(said, traits);
    for (const [name, value] of Object.entries(traits)) model.set(name, value);
    model.save_changes();
  }

  function sayConfig() {
    if (!equal(lab.config, said.config)) say({ config: lab.config });
  }

  /** Does what Python asks for; what is refused becomes `error`. */
  async function attempt(action) {
    try {
      await action();
    } catch ({ message }) {
      say({ error: message });
    }
  }

  async function goTo(step) {
    const isBack = step < said.step;
    const missing = isBack ? step : step - said.step;
    if (isBack) await lab.reset();
    if (missing > 0) await lab.train(missing);
    else say({ step });
  }

  function listen() {
    lab.addEventListener('nabla-step', ({ detail: { step, loss } }) => {
      say({ step, loss: Number.isFinite(loss) ? loss : null });
      sayConfig();
    });
    lab.addEventListener('nabla-state', ({ detail: { state } }) => say({ running: state === 'training' }));
    for (const [name, wish] of Object.entries(wishes)) model.on(name, wish);
  }

  lab.addEventListener('nabla-error', ({ detail: { message } }) => say({ error: message }));
  const asked = (name) => !equal(model.get(name), said[name]);
  const wishes = {
    'change:step': () => asked('step') && attempt(() => goTo(model.get('step'))),
    'change:running': () => asked('running') && (model.get('running') ? lab.start() : lab.pause()),
    'change:config': async () => {
      if (!asked('config')) return;
      await attempt(() => lab.configure(model.get('config')));
      say({ config: lab.config }); // refused or not, the trait becomes what holds
    },
  };
  void lab.ready.then(async () => {
    sayConfig();
    listen();
    // What was asked for before the lab was there, or where a saved notebook stood.
    const running = model.get('running');
    await attempt(() => goTo(model.get('step')));
    if (running) lab.start();
  });
  return () => {
    for (const [name, wish] of Object.entries(wishes)) model.off(name, wish);
    lab.remove();
  };
}

export default { render };
