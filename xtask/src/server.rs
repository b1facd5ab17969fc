//! A server of the product, run from outside.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::Outcome;
use crate::shell::command;

/// A server that is stopped when nobody needs it any more.
pub struct Server {
    child: Child,
    /// Where it answers, as `http://127.0.0.1:8080/`.
    pub address: String,
    /// What it said until it was there.
    pub said: Vec<String>,
}

impl Server {
    /// Starts a command that serves, and waits until it says where.
    pub fn start(program: &str, arguments: &[&str]) -> Outcome<Server> {
        let mut child = command(program, arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("`{}` does not start: {error}", arguments.join(" ")))?;
        let stderr = child.stderr.take().ok_or("the server says nothing")?;
        let mut server = Server { child, address: String::new(), said: Vec::new() };
        let mut lines = BufReader::new(stderr).lines().map_while(Result::ok);
        for line in lines.by_ref() {
            if let Some(address) = address_in(&line) {
                server.address = address;
                break;
            }
            server.said.push(line);
        }
        if server.address.is_empty() {
            return Err(format!("the server ended before it said where it is:\n{}", server.said.join("\n")));
        }
        // What it says later is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(server)
    }

    /// Asks for a page; gives its bytes, headers included.
    pub fn get(&self, path: &str) -> Outcome<Vec<u8>> {
        let host = self.address.trim_start_matches("http://").trim_end_matches('/');
        let failed = |error: std::io::Error| format!("`/{path}` is not answered: {error}");
        let mut stream = TcpStream::connect(host).map_err(failed)?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).map_err(failed)?;
        write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").map_err(failed)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map_err(failed)?;
        if answer.starts_with(b"HTTP/1.1 200") {
            Ok(answer)
        } else {
            Err(format!("`/{path}` is not answered with 200"))
        }
    }

    /// The most memory that it held so far, where the system tells it.
    pub fn peak_kib(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().split(' ').next()?.parse().ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address_in(line: &str) -> Option<String> {
    let at = line.find("http://")?;
    let address = line[at..].split([';', ' ']).next()?;
    Some(format!("{}/", address.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        let said =
            ["serving http://127.0.0.1:8080/; Ctrl-C stops it", "http://127.0.0.1:8080/ shows the place. Look at"];
        assert_eq!(said.map(|line| address_in(line).unwrap()), ["http://127.0.0.1:8080/"; 2]);
        assert_eq!(address_in("read 5189 lines in 0.1 s"), None);
    }
}
