//! Answers that are sent piece by piece.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use http_body::Frame;
use tokio::sync::mpsc;

/// Pieces made ahead of the reader.
const N_AHEAD: usize = 2;

/// Takes the pieces of one answer. It fails when the reader has gone.
pub type Pieces = mpsc::Sender<io::Result<Bytes>>;

/// A body, and where its pieces go. An error among them breaks the answer off, so that a reader cannot take
/// half a file for a whole one.
pub fn piecewise() -> (Pieces, Body) {
    let (sender, receiver) = mpsc::channel(N_AHEAD);
    (sender, Body::new(Received(receiver)))
}

struct Received(mpsc::Receiver<io::Result<Bytes>>);

impl HttpBody for Received {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}
