//! Every page of the demo in a real browser: accessibility, keyboard, small screens, no scripts, no strangers.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use crate::Outcome;
use crate::shell::{cargo, command, fresh_dir, root, run, target_dir};

/// Pages looked at; kinds of pages are all looked at, whatever their number.
const PAGES_MAX: &str = "80";

/// Serves a small demo and looks at it.
pub fn check() -> Outcome {
    let target = target_dir()?;
    // The same command as the tests', so that nothing is compiled for this alone.
    run(cargo(&["test", "--quiet", "--workspace", "--no-run", "--locked"]))?;
    let program = target.join("debug").join(format!("totalplace{}", std::env::consts::EXE_SUFFIX));
    let dir = target.join("browser-demo");
    fresh_dir(&dir)?;
    let (program, place) = (program.to_string_lossy().into_owned(), dir.join("place"));
    let place = place.to_string_lossy().into_owned();
    run(command(&program, &["demo", &place, "--people", "2000", "--no-serve"]))?;
    let mut server = Server::start(&program, &place)?;
    let address = server.address()?;
    let script = root().join("crates/front/browser/run");
    let pictures = target.join("browser").join("pictures");
    run(command(&script.to_string_lossy(), &[&address, &pictures.to_string_lossy(), PAGES_MAX]))
}

/// A server that is stopped when nobody needs it any more.
struct Server(Child);

impl Server {
    fn start(program: &str, place: &str) -> Outcome<Server> {
        let mut command = command(program, &["serve", place, "--no-browser"]);
        let child = command.stderr(Stdio::piped()).spawn();
        child.map(Server).map_err(|error| format!("the server does not start: {error}"))
    }

    /// Waits until the server says where it is.
    fn address(&mut self) -> Outcome<String> {
        let said = self.0.stderr.take().ok_or("the server says nothing")?;
        let mut lines = BufReader::new(said).lines().map_while(Result::ok);
        let address = lines.find_map(|line| {
            let at = line.find("http://")?;
            line[at..].split([';', ' ']).next().map(str::to_owned)
        });
        // What it says later is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        address.ok_or_else(|| "the server ended before it said where it is".to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
