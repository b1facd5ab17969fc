//! `serve` as a person runs it: on this machine alone, and gone when told to stop.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::run::Copy;

/// Far longer than stopping takes, on the slowest machine.
const STOP_MAX: Duration = Duration::from_secs(20);

/// Starts a server and waits until it says where it is.
pub fn served(copy: &Copy) -> (Child, SocketAddr) {
    let mut child = copy.command("serve").arg("--no-browser").stderr(Stdio::piped()).spawn().expect("the command runs");
    let mut lines = BufReader::new(child.stderr.take().expect("it talks")).lines().map_while(Result::ok);
    let address = lines.find_map(|line| {
        let (_, rest) = line.split_once("http://")?;
        rest.split('/').next()?.parse().ok()
    });
    std::thread::spawn(move || lines.for_each(drop));
    (child, address.expect("it says where it is"))
}

fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it answers");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time is set");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("it listens");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers in text");
    answer
}

#[test]
fn a_place_is_served_to_this_machine_alone_until_told_to_stop() {
    let copy = Copy::of_example("marshford").expect("its files come with the project");
    copy.count();
    let (mut child, address) = served(&copy);
    assert!(matches!(address.ip(), IpAddr::V4(ip) if ip.is_loopback()), "{address}");
    let page = get(address, "/").to_lowercase();
    assert!(page.starts_with("http/1.1 200") && page.contains("content-security-policy: default-src 'none'"), "{page}");
    assert!(get(address, "/nowhere").starts_with("HTTP/1.1 404"));
    assert!(get(address, "/rows?body=nobody").starts_with("HTTP/1.1 400"));

    let begun = Instant::now();
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("`kill` is there");
    assert!(told.success());
    let status = loop {
        match child.try_wait().expect("it can be waited for") {
            Some(status) => break status,
            None if begun.elapsed() < STOP_MAX => std::thread::sleep(Duration::from_millis(20)),
            None => {
                child.kill().expect("it can be killed");
                panic!("it does not stop");
            }
        }
    };
    assert!(status.success(), "{status}");
    assert!(TcpStream::connect(address).is_err(), "the address is free again");
}
