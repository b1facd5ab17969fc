//! Everything that answers are made from, and the machine's cores shared among readers.

use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;
use std::thread::available_parallelism;

use pages::Site;
use tokio::sync::Semaphore;

use crate::Options;
use crate::host::Names;
use crate::open_tables::OpenTables;
use crate::printed::PageCache;
use crate::texts::Shelf;

/// Bytes of pages kept.
const PAGES_BYTES: u64 = 64 << 20;
/// Files of rows being sent at a time; each holds the numbers of its rows. Enough that slow readers keep nobody out.
const N_DOWNLOADS: usize = 64;

/// Everything that answers are made from.
pub struct App {
    pub(crate) site: Site,
    pub(crate) tables: OpenTables,
    pub(crate) texts: Shelf,
    pub(crate) pages: PageCache,
    pub(crate) options: Options,
    pub(crate) names: Names,
    /// Requests inside.
    pub(crate) places: Semaphore,
    cores: Arc<Semaphore>,
    pub(crate) downloads: Arc<Semaphore>,
    /// Workbooks and Parquet files are written one at a time, so that a core is left for pages.
    pub(crate) writing: Arc<Semaphore>,
}

/// Work that panicked; the terminal says where.
#[derive(Debug)]
pub struct Panicked;

impl App {
    /// `tables` is the folder that the site was made from. Long texts are read from it in the background;
    /// pages do not wait for them.
    pub fn new(options: &Options, site: Site, tables: &Path) -> Arc<App> {
        let n_cores = available_parallelism().map_or(1, NonZero::get);
        Arc::new(App {
            texts: Shelf::fill(tables, site.account().n_lines()),
            pages: PageCache::new(PAGES_BYTES),
            names: Names::of(options),
            places: Semaphore::new(options.n_concurrent),
            options: options.clone(),
            cores: Arc::new(Semaphore::new(n_cores)),
            downloads: Arc::new(Semaphore::new(N_DOWNLOADS)),
            writing: Arc::new(Semaphore::new(1)),
            tables: OpenTables::of(tables),
            site,
        })
    }

    /// Does work that takes a core as soon as one is free, in the order of requests. Work is dropped if the client
    /// disconnects before it begins.
    pub(crate) async fn on_core<T: Send + 'static>(
        self: &Arc<App>,
        work: impl FnOnce(&App) -> T + Send + 'static,
    ) -> Result<T, Panicked> {
        let core = Arc::clone(&self.cores).acquire_owned().await.expect("cores are never taken away");
        let app = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            let _core = core;
            work(&app)
        });
        done.await.map_err(|_| Panicked)
    }
}
