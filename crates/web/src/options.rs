//! How a place is served.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

/// How a place is served, and how much of the machine readers may take.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where readers come in; this machine alone unless told otherwise.
    pub address: IpAddr,
    /// None for the first free port from 8080 upwards.
    pub port: Option<u16>,
    /// Names under which readers reach the server, besides those of this machine. Where there are none, a
    /// server of this machine alone answers to no other name, and one of a network answers to any.
    pub names: Vec<String>,
    /// Requests answered or waiting at the same time; further ones are asked to try again later.
    pub n_concurrent: usize,
    /// Until a page must be on its way.
    pub request_timeout: Duration,
    /// Until a download must be on its way: a workbook of a million rows is written before it is sent.
    pub download_timeout: Duration,
    /// Told what went wrong inside, which readers are not.
    pub on_trouble: fn(&str),
}

impl Options {
    /// For one person or a small team: this machine alone, a free port.
    pub fn standard(on_trouble: fn(&str)) -> Options {
        Options {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: None,
            names: Vec::new(),
            n_concurrent: 256,
            request_timeout: Duration::from_secs(30),
            download_timeout: Duration::from_secs(180),
            on_trouble,
        }
    }
}
