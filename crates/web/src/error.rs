//! What can go wrong before the first page is served.

use std::io;
use std::net::{IpAddr, SocketAddr};

/// A server that cannot start or go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("cannot listen on {address}: {source}")]
    Address { address: SocketAddr, source: io::Error },
    #[error("every port of {address} from {first} to {last} is in use; choose another with `--port`")]
    NoFreePort { address: IpAddr, first: u16, last: u16 },
    #[error("pairs of records are shown only on this machine, and {address} is not its own address")]
    NotLoopback { address: IpAddr },
    #[error("cannot start the server: {source}")]
    Start { source: io::Error },
}
