//! A sign of life from within long work. In a browser one thread computes and speaks: while it is inside a large product
//! nobody else can tell that it still computes. So whatever may take seconds counts here what it has done, and now and then
//! whoever asked for it by [`on_pulse`] is called.

use std::cell::Cell;

/// So many multiplications, or numbers moved, between two calls: some hundredths of a second on a slow machine, and so
/// many that the counting costs nothing.
const OFTEN: usize = 16 << 20;

/// What a slow machine multiplies in a millisecond with plain loops.
const SLOW: f64 = 0.15e6;

/// Is told for how many milliseconds there may be no sign of life from now on: 0, the usual ones.
pub type Listener = fn(u32);

thread_local! {
    static DONE: Cell<usize> = const { Cell::new(0) };
    static LISTENER: Cell<Listener> = const { Cell::new(nobody) };
}

fn nobody(_: u32) {}

/// From now on `listener` is called now and then while this thread computes.
pub fn on_pulse(listener: Listener) {
    LISTENER.set(listener);
}

/// So much was done: multiplications, or numbers moved.
#[inline]
pub fn worked(amount: usize) {
    let done = DONE.get().saturating_add(amount);
    if done < OFTEN {
        return DONE.set(done);
    }
    DONE.set(0);
    LISTENER.get()(0);
}

/// Before work that cannot count what it does, such as a library's: about so many multiplications.
pub fn ahead(amount: f64) {
    LISTENER.get()((amount / SLOW).min(60_000.0) as u32);
}

#[cfg(test)]
mod tests {
    use super::*;

    thread_local!(static HEARD: Cell<usize> = const { Cell::new(0) });

    #[test]
    fn one_large_product_and_many_small_ones_are_heard_of() {
        on_pulse(|_| HEARD.set(HEARD.get() + 1));
        worked(OFTEN - 1);
        assert_eq!(HEARD.get(), 0);
        worked(1);
        assert_eq!(HEARD.get(), 1);
        worked(usize::MAX);
        worked(usize::MAX);
        assert_eq!(HEARD.get(), 3);
        (0..OFTEN / 1024).for_each(|_| worked(1024));
        assert_eq!(HEARD.get(), 4);
    }
}
