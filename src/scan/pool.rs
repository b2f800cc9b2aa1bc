//! What a thread keeps from one piece of work to the next.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
};

/// Things that threads take, work with and put back: as many as ever worked at once. Which thread gets which may change no
/// result.
pub(crate) struct Pool<T>(Mutex<Vec<T>>);

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> fmt::Debug for Pool<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Pool")
    }
}

impl<T: Default> Pool<T> {
    /// Does `work` with one that is free, or a new one.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut one = free.unwrap_or_default();
        let made = work(&mut one);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(one);
        made
    }
}
