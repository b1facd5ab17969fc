//! Under which names a server answers.
//!
//! A page of another site can make its own name point to this machine and then read whatever a server of
//! this machine alone serves, because the browser takes both for one site (DNS rebinding). The name that
//! the browser asked for gives it away.

use axum::http::header::HOST;
use axum::http::{HeaderMap, Uri};

use crate::Options;

/// The names of this machine as seen from itself.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Which names are answered to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// None for any name.
    accepted: Option<Vec<String>>,
}

impl Names {
    pub fn of(options: &Options) -> Names {
        let is_any = options.names.is_empty() && !options.address.is_loopback();
        let given = options.names.iter().map(|name| without_port(name).to_ascii_lowercase());
        // A loopback address has many spellings, such as 127.0.0.2.
        let own = options.address.is_loopback().then(|| match options.address {
            std::net::IpAddr::V4(address) => address.to_string(),
            std::net::IpAddr::V6(address) => format!("[{address}]"),
        });
        let all = LOCAL.iter().map(|name| (*name).to_owned()).chain(given).chain(own);
        Names { accepted: (!is_any).then(|| all.collect()) }
    }

    /// Whether a request that asks for this host is meant for this server.
    pub fn accept(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let Some(accepted) = &self.accepted else { return true };
        // A request that names its host in the address itself is asked for that one (RFC 9112, section 3.2.2).
        let named = uri.authority().map(|authority| authority.as_str());
        let asked = named.or_else(|| headers.get(HOST).and_then(|host| host.to_str().ok()));
        asked.is_some_and(|host| accepted.contains(&without_port(host).to_ascii_lowercase()))
    }
}

/// `localhost:8080` as `localhost`, `[::1]:8080` as `[::1]`.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn standard() -> Options {
        Options::standard(|_| {})
    }

    fn check(options: &Options, hosts: &[(&str, bool)]) {
        let names = Names::of(options);
        for (host, expected) in hosts {
            let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_str(host).unwrap())]);
            assert_eq!(names.accept(&Uri::from_static("/"), &headers), *expected, "{host}");
        }
    }

    #[test]
    fn a_server_of_this_machine_answers_to_its_names_alone() {
        check(
            &standard(),
            &[
                ("localhost", true),
                ("LOCALHOST:8080", true),
                ("127.0.0.1:8080", true),
                ("[::1]:9", true),
                ("[::1]", true),
                ("attacker.example", false),
                ("localhost.attacker.example:8080", false),
                ("127.0.0.1.attacker.example", false),
                ("", false),
            ],
        );
        assert!(!Names::of(&standard()).accept(&Uri::from_static("/"), &HeaderMap::new()));
    }

    #[test]
    fn a_server_of_a_network_answers_to_any_name_or_to_those_it_is_told() {
        let open = Options { address: "0.0.0.0".parse().unwrap(), ..standard() };
        check(&open, &[("place.example", true)]);
        let named = Options { names: vec!["Place.example:443".to_owned()], ..open };
        check(&named, &[("place.example", true), ("localhost", true), ("other.example", false)]);
    }
}
