//! Answers kept for the next reader who asks the same.

use std::hash::Hash;
use std::sync::Arc;

use moka::policy::EvictionPolicy;

/// What a key and its entry take themselves, about.
const ENTRY_BYTES: usize = 512;

/// A cache of answers with a limit in bytes; the least recently used is dropped first.
pub(crate) struct Cache<K, V>(moka::sync::Cache<K, Arc<V>>);

impl<K: Clone + Eq + Hash + Send + Sync + 'static, V: Send + Sync + 'static> Cache<K, V> {
    pub fn new(n_bytes_max: u64, n_bytes: fn(&V) -> usize) -> Cache<K, V> {
        let weight = move |_: &K, answer: &Arc<V>| u32::try_from(n_bytes(answer) + ENTRY_BYTES).unwrap_or(u32::MAX);
        let cache = moka::sync::Cache::builder().max_capacity(n_bytes_max).weigher(weight);
        Cache(cache.eviction_policy(EvictionPolicy::lru()).build())
    }

    /// The answer kept for a question, or else a new one; others who ask meanwhile wait for it instead of working too.
    pub fn get(&self, key: &K, answer: impl FnOnce() -> V) -> Arc<V> {
        let entry = self.0.entry_by_ref(key).or_insert_with(|| Arc::new(answer()));
        if entry.is_fresh() {
            // Left to itself the cache makes room a little later, and bit sets of many million lines add up.
            self.0.run_pending_tasks();
        }
        entry.into_value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_worked_out_once_and_the_one_not_asked_for_longest_goes() {
        let cache: Cache<u32, u32> = Cache::new(3 * 600, |_| 88);
        let mut n_worked = 0;
        let mut ask = |key: u32| {
            let answer = || {
                n_worked += 1;
                key * 2
            };
            assert_eq!(*cache.get(&key, answer), key * 2);
            n_worked
        };
        assert_eq!([1, 2, 3, 1].map(&mut ask), [1, 2, 3, 3]);
        // A fourth does not fit: 2 was not asked for longest.
        assert_eq!([4, 1, 3, 2].map(&mut ask), [4, 4, 4, 5]);
    }

    #[test]
    fn an_answer_larger_than_all_is_given_and_not_kept() {
        let cache: Cache<u32, usize> = Cache::new(1000, |answer| *answer);
        assert_eq!(*cache.get(&1, || 2000), 2000);
        assert_eq!(*cache.get(&1, || 10), 10);
    }
}
