//! Pages kept as they were sent: a page is a pure function of its address.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hasher};
use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode};
use flate2::Compression;
use flate2::write::GzEncoder;
use foldhash::quality::FixedState;

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
    pub fn new(response: site::Response) -> Printed {
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

    fn n_bytes(&self) -> usize {
        // Packed bytes come later and are about a fifth.
        self.body.len() + self.body.len() / 5
    }
}

fn pack(bytes: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    Bytes::from(packed.expect("memory takes any bytes"))
}

/// Pages that together take no more than so many bytes; the one kept longest goes first.
pub struct Kept {
    n_bytes_max: usize,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    pages: HashMap<String, Arc<Printed>>,
    order: VecDeque<String>,
    n_bytes: usize,
}

impl Kept {
    pub fn new(n_bytes_max: usize) -> Kept {
        Kept { n_bytes_max, inner: Mutex::default() }
    }

    pub fn get(&self, address: &str) -> Option<Arc<Printed>> {
        self.lock().pages.get(address).cloned()
    }

    /// Keeps a page, and lets go of others where there is no room.
    pub fn put(&self, address: String, page: &Arc<Printed>) {
        let n_bytes = weight(&address, page);
        if self.n_bytes_max / 8 < n_bytes {
            return;
        }
        let mut inner = self.lock();
        if inner.pages.insert(address.clone(), Arc::clone(page)).is_some() {
            // Two readers asked at once; the page weighs what it weighed.
            return;
        }
        inner.order.push_back(address);
        inner.n_bytes += n_bytes;
        while self.n_bytes_max < inner.n_bytes {
            let Some(oldest) = inner.order.pop_front() else { break };
            let n_bytes = inner.pages.remove(&oldest).map_or(0, |page| weight(&oldest, &page));
            inner.n_bytes -= n_bytes;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing that can panic runs under the lock, so what it guards is whole in any case.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a page takes: itself, its address twice, and their places in the lists.
fn weight(address: &str, page: &Printed) -> usize {
    page.n_bytes() + 2 * address.len() + 256
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(n_bytes: usize) -> Arc<Printed> {
        Arc::new(Printed::new(site::Response {
            status: 200,
            content_type: "text/html; charset=utf-8",
            title: String::new(),
            body: "a".repeat(n_bytes),
        }))
    }

    #[test]
    fn the_oldest_pages_make_room() {
        let kept = Kept::new(16_000);
        for i in 0..40 {
            kept.put(format!("page-{i}"), &page(500));
        }
        assert!(kept.get("page-0").is_none() && kept.get("page-39").is_some());
        let held = || {
            let inner = kept.lock();
            (inner.pages.len(), inner.order.len(), inner.n_bytes)
        };
        let (n_pages, n_in_order, n_bytes) = held();
        assert!(n_pages == n_in_order && n_bytes <= 16_000, "{n_bytes}");
        kept.put("page-39".to_owned(), &page(500));
        assert_eq!(held(), (n_pages, n_in_order, n_bytes), "the same page weighs once");
        kept.put("huge".to_owned(), &page(4_000));
        assert!(kept.get("huge").is_none(), "one page never takes the place of most others");
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
