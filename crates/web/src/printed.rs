//! Pages kept as they were sent: a page is a pure function of its address.

use std::hash::{BuildHasher, Hasher};
use std::io::Write;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode};
use flate2::Compression;
use flate2::write::GzEncoder;
use foldhash::quality::FixedState;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;

/// A page, ready to be sent.
pub struct Printed {
    pub status: StatusCode,
    pub content_type: &'static str,
    /// Names the content, for browsers that hold it.
    pub tag: HeaderValue,
    pub body: Bytes,
    gzip: OnceLock<Bytes>,
}

impl Printed {
    pub fn new(response: pages::Response) -> Printed {
        let body = Bytes::from(response.body);
        let mut hasher = FixedState::default().build_hasher();
        hasher.write(&body);
        let tag = format!("\"{:016x}\"", hasher.finish());
        Printed {
            status: StatusCode::from_u16(response.status).expect("pages have statuses that there are"),
            content_type: response.content_type,
            tag: HeaderValue::try_from(tag).expect("digits are a header's letters"),
            body,
            gzip: OnceLock::new(),
        }
    }

    /// The packed bytes, if they were asked for before.
    pub fn packed(&self) -> Option<Bytes> {
        self.gzip.get().cloned()
    }

    /// The packed bytes. Takes milliseconds the first time.
    pub fn pack(&self) -> Bytes {
        self.gzip.get_or_init(|| pack(&self.body)).clone()
    }
}

fn pack(bytes: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    Bytes::from(packed.expect("memory takes any bytes"))
}

/// A cache of pages with a limit in bytes; the least recently used is dropped first.
pub struct PageCache {
    n_bytes_max: u64,
    pages: Cache<String, Arc<Printed>>,
}

impl PageCache {
    pub fn new(n_bytes_max: u64) -> PageCache {
        let pages = Cache::builder().max_capacity(n_bytes_max).weigher(weight).eviction_policy(EvictionPolicy::lru());
        PageCache { n_bytes_max, pages: pages.build() }
    }

    pub fn get(&self, address: &str) -> Option<Arc<Printed>> {
        self.pages.get(address)
    }

    /// Keeps a page, and lets go of others where there is no room.
    pub fn put(&self, address: String, page: &Arc<Printed>) {
        if u64::from(weight(&address, page)) <= self.n_bytes_max / 8 {
            self.pages.insert(address, Arc::clone(page));
            // Left to itself the cache makes room a little later.
            self.pages.run_pending_tasks();
        }
    }
}

/// What a page takes: itself, its address, and their places in the cache. Packed bytes come later and are about a fifth.
#[allow(clippy::ptr_arg)] // as the cache asks for it
fn weight(address: &String, page: &Arc<Printed>) -> u32 {
    u32::try_from(page.body.len() + page.body.len() / 5 + address.len() + 256).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(n_bytes: usize) -> Arc<Printed> {
        Arc::new(Printed::new(pages::Response {
            status: 200,
            content_type: "text/html; charset=utf-8",
            title: String::new(),
            body: "a".repeat(n_bytes),
        }))
    }

    #[test]
    fn pages_that_nobody_asks_for_make_room() {
        let cache = PageCache::new(16_000);
        for i in 0..40 {
            cache.put(format!("page-{i}"), &page(500));
            assert!(cache.get("page-0").is_some(), "it is asked for again and again");
        }
        assert!(cache.get("page-1").is_none() && cache.get("page-39").is_some());
        let held = || (cache.pages.entry_count(), cache.pages.weighted_size());
        let (n_pages, n_bytes) = held();
        assert!(10 < n_pages && n_bytes <= 16_000, "{n_bytes}");
        cache.put("page-39".to_owned(), &page(500));
        assert_eq!(held(), (n_pages, n_bytes), "the same page weighs once");
        cache.put("huge".to_owned(), &page(4_000));
        assert!(cache.get("huge").is_none(), "one page never takes the place of most others");
    }

    #[test]
    fn packed_bytes_unpack_to_the_page_and_tags_name_the_content() {
        let page = page(3_000);
        assert!(page.packed().is_none());
        let mut unpacked = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(page.pack().as_ref()), &mut unpacked).unwrap();
        assert_eq!(unpacked.as_bytes(), page.body.as_ref());
        assert!(page.packed().is_some_and(|packed| packed.len() < 300));
        assert_ne!(page.tag, self::page(2_999).tag);
        assert_eq!(page.tag, self::page(3_000).tag);
    }
}
