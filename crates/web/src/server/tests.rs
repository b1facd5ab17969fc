use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::sync::mpsc;
use std::time::Instant;

use super::*;
use crate::testing::{options, served};

#[test]
fn the_first_free_port_is_taken_and_a_taken_one_is_refused() {
    let (first, second) = (listen(&options()).unwrap(), listen(&options()).unwrap());
    let (first_at, second_at) = (first.local_addr().unwrap(), second.local_addr().unwrap());
    assert!(first_at.ip().is_loopback() && first_at.port() < second_at.port() && second_at.port() <= PORTS.1);
    let taken = Options { port: Some(first_at.port()), ..options() };
    let refused = listen(&taken).map(drop).unwrap_err().to_string();
    assert!(refused.starts_with(&format!("cannot listen on {first_at}: ")), "{refused}");
    drop(first);
    assert!(listen(&taken).is_ok());
}

#[test]
fn a_server_answers_over_the_network_and_stops_when_told() {
    let served = served();
    let listener = listen(&Options { port: Some(0), ..options() }).unwrap();
    let address = listener.local_addr().unwrap();
    let server = Server { listener, address, app: Arc::clone(&served.app) };
    let (tell, told) = tokio::sync::watch::channel(false);
    let (ready, is_ready) = mpsc::channel();
    let running = std::thread::spawn(move || {
        let stop = || {
            let mut told = told.clone();
            async move { told.wait_for(|told| *told).await.map(drop).map_err(io::Error::other) }
        };
        server.run_until(|address| ready.send(address).unwrap(), stop)
    });
    let address = is_ready.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!(address.ip(), IpAddr::V4(Ipv4Addr::LOCALHOST));
    let answer = ask(address, "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("</html>"), "{answer}");
    let head = ask(address, "HEAD /rows HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 200 OK") && !head.contains("<html"), "{head}");
    let other = ask(address, "GET / HTTP/1.1\r\nhost: attacker.example\r\nconnection: close\r\n\r\n");
    assert!(other.starts_with("HTTP/1.1 421"), "{other}");
    for nonsense in ["\0\0\0\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\nhost: a\r\nhost\r\n\r\n"] {
        assert!(!ask(address, nonsense).contains("200 OK"), "{nonsense:?}");
    }
    let begun = Instant::now();
    tell.send(true).unwrap();
    running.join().unwrap().unwrap();
    assert!(begun.elapsed() < GRACE, "nobody was being answered");
    assert!(TcpStream::connect(address).is_err(), "the address is free");
}

fn ask(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    // A server may cut off who talks nonsense.
    drop(stream.read_to_end(&mut answer));
    String::from_utf8_lossy(&answer).into_owned()
}
