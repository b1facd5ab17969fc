//! From an address to a running server, and to its end.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use pages::Site;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::connection::Connections;
use crate::{App, Error, Options, answer, page};

/// The first port tried where none is asked for, and the last.
const PORTS: (u16, u16) = (8_080, 8_100);
/// How long answers on their way may take after the server was told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// Nothing may come or go for this much longer than any answer takes.
const IDLE_MARGIN: Duration = Duration::from_secs(15);

/// A server that has its address and does not answer yet.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: Arc<App>,
}

impl Server {
    /// Takes an address and makes everything ready; `tables` is the folder that the site was made from.
    pub fn bind(options: &Options, site: Site, tables: PathBuf) -> Result<Server, Error> {
        let listener = listen(options)?;
        let address = listener.local_addr().map_err(|source| Error::Start { source })?;
        Ok(Server { listener, address, app: App::new(options, site, &tables) })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until the process is told to stop, by Ctrl-C or by SIGTERM. `on_ready` is called once
    /// readers are let in.
    pub fn run(self, on_ready: impl FnOnce(SocketAddr)) -> Result<(), Error> {
        self.run_until(on_ready, told_to_stop)
    }

    /// Answers until `stop` is over; answers on their way are finished, unless that takes long or `stop`
    /// is over a second time.
    fn run_until<F>(self, on_ready: impl FnOnce(SocketAddr), stop: impl Fn() -> F) -> Result<(), Error>
    where
        F: Future<Output = io::Result<()>>,
    {
        let idle_max = self.app.options.request_timeout.max(self.app.options.download_timeout) + IDLE_MARGIN;
        let Server { listener, address, app } = self;
        let router = answer::router(Arc::clone(&app));
        let begin = || {
            tokio::spawn(page::prepare(app));
            on_ready(address);
        };
        serve(listener, router, idle_max, begin, stop)
    }
}

/// Takes an address and serves other pages than the site's there, as [`Server::run`] does.
pub(crate) fn serve_until_told(
    options: &Options,
    router: Router,
    on_ready: impl FnOnce(SocketAddr),
) -> Result<(), Error> {
    let listener = listen(options)?;
    let address = listener.local_addr().map_err(|source| Error::Start { source })?;
    serve(listener, router, options.request_timeout + IDLE_MARGIN, || on_ready(address), told_to_stop)
}

/// Answers until `stop` is over, whatever the pages are.
fn serve<F>(
    listener: TcpListener,
    router: Router,
    idle_max: Duration,
    on_ready: impl FnOnce(),
    stop: impl Fn() -> F,
) -> Result<(), Error>
where
    F: Future<Output = io::Result<()>>,
{
    let failed = |source| Error::Start { source };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    let ended = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let (tell, mut told) = watch::channel(false);
        let serving = axum::serve(Connections::new(listener, idle_max), router)
            .with_graceful_shutdown(async move { drop(told.wait_for(|told| *told).await) });
        let mut serving = pin!(serving.into_future());
        on_ready();
        tokio::select! {
            ended = &mut serving => return ended,
            stopped = stop() => stopped?,
        }
        // The server listens until it has ended, and then there is nobody to tell.
        tell.send_replace(true);
        tokio::select! {
            ended = &mut serving => ended,
            again = stop() => again,
            () = tokio::time::sleep(GRACE) => Ok(()),
        }
    });
    // A file that nobody will get need not be finished.
    runtime.shutdown_background();
    ended.map_err(failed)
}

async fn told_to_stop() -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

fn listen(options: &Options) -> Result<TcpListener, Error> {
    let at = |port| SocketAddr::new(options.address, port);
    let (first, last) = match options.port {
        Some(port) => {
            let address = at(port);
            return TcpListener::bind(address).map_err(|source| Error::Address { address, source });
        }
        None => PORTS,
    };
    for port in first..=last {
        match TcpListener::bind(at(port)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(source) => return Err(Error::Address { address: at(port), source }),
        }
    }
    Err(Error::NoFreePort { address: options.address, first, last })
}

#[cfg(test)]
mod tests;
