//! `totalplace serve`: the site, with search and drill-down to rows.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Instant;

use web::{Options, Server};

use crate::Outcome;
use crate::fail::Failure;

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder of the place
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    #[command(flatten)]
    server: Where,
}

/// Where the site is served.
#[derive(clap::Args)]
pub struct Where {
    /// Port; by default the first free one from 8080
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Address to listen on; only this machine by default. The pages show payees as the ledgers do
    #[arg(long, value_name = "IP", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Another name under which readers reach the server; may be given more than once
    #[arg(long = "name", value_name = "HOST")]
    names: Vec<String>,
    /// Do not open a browser
    #[arg(long)]
    no_browser: bool,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    serve(&arguments.dir, &arguments.server, |shown| say!("serving {}; Ctrl-C stops it", shown.address))?;
    Ok(Outcome::Done)
}

/// A site that readers can open.
pub struct Shown {
    pub address: String,
    /// Addresses of its pages below that.
    pub pages: Vec<String>,
}

/// Serves the site of a place that was built, until it is stopped; `say` is told when it can be opened.
pub fn serve(dir: &Path, at: &Where, say: impl FnOnce(&Shown)) -> Result<(), Failure> {
    let begun = Instant::now();
    let site = pipeline::site(dir)?;
    let n_lines = site.account().n_lines();
    let pages = site.addresses();
    let options = Options {
        address: at.host,
        port: at.port,
        names: at.names.clone(),
        ..Options::standard(|trouble| say!("{trouble}"))
    };
    let server = Server::bind(&options, site, dir.join("out").join("tables")).map_err(failure)?;
    say!("read {n_lines} lines in {:.1} s", begun.elapsed().as_secs_f64());
    let opens = !at.no_browser;
    server
        .run(|address| {
            let shown = Shown { address: address_of(address), pages };
            say(&shown);
            // Without a browser, as on a server, the address on the terminal is enough.
            if opens && std::io::IsTerminal::is_terminal(&std::io::stderr()) {
                let _ = open::that_detached(&shown.address);
            }
        })
        .map_err(failure)
}

fn failure(error: web::Error) -> Failure {
    let hint = match &error {
        web::Error::Address { .. } => Some("choose another port with `--port`, or leave it out".to_owned()),
        _ => None,
    };
    Failure::Other { hint, text: error.to_string() }
}

fn address_of(address: SocketAddr) -> String {
    match address.ip().is_unspecified() {
        true => format!("http://localhost:{}/", address.port()),
        false => format!("http://{address}/"),
    }
}
