//! Connections: how many, and how long one may say nothing.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// Connections open at a time; others wait to be let in.
const N_CONNECTIONS: usize = 1_024;

/// From the first letter of a request, or from the moment of being let in, to the end of its headers. Letters between
/// do not lengthen it.
const HEAD_MAX: Duration = Duration::from_secs(15);
/// What ends the headers of a request.
const HEAD_END: &[u8] = b"\r\n\r\n";

/// Lets connections in, a bounded number at a time.
pub struct Connections {
    listener: TcpListener,
    places: Arc<Semaphore>,
    idle_max: Duration,
}

impl Connections {
    /// `idle_max` is how long nothing may come or go: longer than any answer takes.
    pub fn new(listener: TcpListener, idle_max: Duration) -> Connections {
        Connections { listener, places: Arc::new(Semaphore::new(N_CONNECTIONS)), idle_max }
    }
}

impl Listener for Connections {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let place = Arc::clone(&self.places).acquire_owned().await.expect("places are never taken away");
        let (stream, from) = Listener::accept(&mut self.listener).await;
        // Pages are sent in one piece; waiting for more to send would only delay them.
        drop(stream.set_nodelay(true));
        (Connection::new(stream, self.idle_max, place), from)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// One connection, closed when nothing comes or goes for too long, or when a request does not come to its end: who sends
/// a letter a minute, or reads nothing of what was asked for, takes up a place.
pub struct Connection {
    stream: TcpStream,
    idle: Pin<Box<Sleep>>,
    idle_max: Duration,
    head: Head,
    late: Pin<Box<Sleep>>,
    _place: OwnedSemaphorePermit,
}

/// How much of a request has come.
struct Head {
    /// Until when its end is waited for; none while it is answered, and between requests.
    due_at: Option<Instant>,
    /// How much of [`HEAD_END`] came last.
    n_of_end: usize,
}

impl Head {
    fn new(now: Instant) -> Head {
        Head { due_at: Some(now + HEAD_MAX), n_of_end: 0 }
    }

    /// Notes letters of a request that came.
    fn came(&mut self, letters: &[u8], now: Instant) {
        for letter in letters {
            self.due_at.get_or_insert(now + HEAD_MAX);
            self.n_of_end = match *letter {
                letter if letter == HEAD_END[self.n_of_end] => self.n_of_end + 1,
                b'\r' => 1,
                _ => 0,
            };
            if self.n_of_end == HEAD_END.len() {
                self.is_answered();
            }
        }
    }

    /// A request that is being answered has come as far as it need.
    fn is_answered(&mut self) {
        (self.due_at, self.n_of_end) = (None, 0);
    }
}

impl Connection {
    fn new(stream: TcpStream, idle_max: Duration, place: OwnedSemaphorePermit) -> Connection {
        let (idle, late) = (Box::pin(sleep(idle_max)), Box::pin(sleep(HEAD_MAX)));
        Connection { stream, idle, idle_max, head: Head::new(Instant::now()), late, _place: place }
    }

    /// Whether a request should have come to its end by now.
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        let Some(due_at) = self.head.due_at else { return false };
        if self.late.deadline() != due_at {
            self.late.as_mut().reset(due_at);
        }
        self.late.as_mut().poll(context).is_ready()
    }

    /// Notes whether anything came or went.
    fn watch<T>(&mut self, context: &mut Context<'_>, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.idle.as_mut().reset(Instant::now() + self.idle_max);
            return done;
        }
        self.idle.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let n_before = into.filled().len();
        let done = Pin::new(&mut self.stream).poll_read(context, into);
        self.head.came(&into.filled()[n_before..], Instant::now());
        if self.is_late(context) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        self.watch(context, done)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.head.is_answered();
        let done = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, done)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.head.is_answered();
        let done = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.watch(context, done)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A request piece by piece, with its seconds, and when its end is due after them.
    fn check(pieces: &[(u64, &str)], expected: Option<u64>) {
        let begun = Instant::now();
        let mut head = Head::new(begun);
        for (second, piece) in pieces {
            head.came(piece.as_bytes(), begun + Duration::from_secs(*second));
        }
        assert_eq!(head.due_at.map(|due_at| (due_at - begun).as_secs()), expected, "{pieces:?}");
    }

    #[test]
    fn letters_do_not_lengthen_the_time_that_a_request_has() {
        check(&[], Some(15));
        check(&[(1, "GET"), (5, " / "), (10, "HTTP"), (14, "/1.1\r\n")], Some(15));
        check(&[(1, "GET / HTTP/1.1\r\n\r"), (14, "\n")], None);
        check(&[(1, "GET / HTTP/1.1\r\nhost: a\r\r\n\r\n")], None);
        check(&[(1, "GET / HTTP/1.1\r\n\r\n"), (300, "GET"), (310, " /")], Some(315));
    }
}
