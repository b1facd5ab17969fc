//! Answers kept for the next reader who asks the same.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Answers that together take no more than so many bytes; the one not asked for longest goes first.
pub(crate) struct Cache<K, V> {
    n_bytes_max: usize,
    inner: Mutex<Inner<K, V>>,
}

struct Inner<K, V> {
    entries: HashMap<K, Entry<V>>,
    n_bytes: usize,
    /// Counts questions, so that entries know when they were last asked for.
    now: u64,
}

struct Entry<V> {
    /// Filled by the first who asks; others who ask meanwhile wait for it instead of working too.
    answer: Arc<OnceLock<Arc<V>>>,
    n_bytes: usize,
    asked: u64,
}

impl<K: Clone + Eq + Hash, V> Cache<K, V> {
    pub fn new(n_bytes_max: usize) -> Cache<K, V> {
        Cache { n_bytes_max, inner: Mutex::new(Inner { entries: HashMap::new(), n_bytes: 0, now: 0 }) }
    }

    /// The answer kept for a question, or else a new one, which is kept.
    pub fn get(&self, key: &K, answer: impl FnOnce() -> V, n_bytes: impl Fn(&V) -> usize) -> Arc<V> {
        let slot = self.slot(key);
        let mut is_new = false;
        let found = slot.get_or_init(|| {
            is_new = true;
            Arc::new(answer())
        });
        if is_new {
            self.weigh(key, n_bytes(found));
        }
        Arc::clone(found)
    }

    fn slot(&self, key: &K) -> Arc<OnceLock<Arc<V>>> {
        let mut inner = self.lock();
        inner.now += 1;
        let asked = inner.now;
        let new = || Entry { answer: Arc::default(), n_bytes: 0, asked };
        let entry = inner.entries.entry(key.clone()).or_insert_with(new);
        entry.asked = asked;
        Arc::clone(&entry.answer)
    }

    /// Notes what an answer takes and lets go of others until all fit.
    fn weigh(&self, key: &K, n_bytes: usize) {
        let mut inner = self.lock();
        // What a key and its entry take themselves, about.
        let n_bytes = n_bytes + 512;
        if let Some(entry) = inner.entries.get_mut(key) {
            let before = std::mem::replace(&mut entry.n_bytes, n_bytes);
            inner.n_bytes = inner.n_bytes + n_bytes - before;
        }
        while self.n_bytes_max < inner.n_bytes {
            // Answers still being worked out weigh nothing and are left alone.
            let weighed = inner.entries.iter().filter(|(_, entry)| entry.n_bytes > 0);
            let Some(oldest) = weighed.min_by_key(|(_, entry)| entry.asked).map(|(key, _)| key.clone()) else { break };
            inner.n_bytes -= inner.entries.remove(&oldest).map_or(0, |entry| entry.n_bytes);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner<K, V>> {
        // Nothing that can panic runs under the lock, so what it guards is whole in any case.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_worked_out_once_and_the_one_not_asked_for_longest_goes() {
        let cache: Cache<u32, u32> = Cache::new(3 * 600);
        let mut n_worked = 0;
        let mut ask = |key: u32| {
            let answer = || {
                n_worked += 1;
                key * 2
            };
            assert_eq!(*cache.get(&key, answer, |_| 88), key * 2);
            n_worked
        };
        assert_eq!([1, 2, 3, 1].map(&mut ask), [1, 2, 3, 3]);
        // A fourth does not fit: 2 was not asked for longest.
        assert_eq!([4, 1, 3, 2].map(&mut ask), [4, 4, 4, 5]);
    }

    #[test]
    fn an_answer_larger_than_all_is_given_and_not_kept() {
        let cache: Cache<u32, u32> = Cache::new(1000);
        assert_eq!(*cache.get(&1, || 7, |_| 2000), 7);
        assert_eq!(*cache.get(&1, || 8, |_| 10), 8);
    }
}
