//! How far a build has come: a bar on a terminal, a plain line elsewhere.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use pipeline::Ended;

/// Progress on stderr.
pub struct Bars {
    is_terminal: bool,
    current: Mutex<Option<(ProgressBar, Instant)>>,
}

impl Bars {
    pub fn new() -> Bars {
        Bars { is_terminal: std::io::stderr().is_terminal(), current: Mutex::new(None) }
    }
}

impl pipeline::Progress for Bars {
    fn begin(&self, step: &str, n_units: u64) {
        let bar = if self.is_terminal { ProgressBar::new(n_units) } else { ProgressBar::hidden() };
        let style =
            ProgressStyle::with_template("{prefix:>24} [{bar:30}] {pos}/{len} {eta}").expect("the template is fixed");
        bar.set_style(style.progress_chars("=> "));
        bar.set_prefix(step.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        *self.current.lock().expect("no other thread panics") = Some((bar, Instant::now()));
    }

    fn advance(&self, n_units: u64) {
        if let Some((bar, _)) = &*self.current.lock().expect("no other thread panics") {
            bar.inc(n_units);
        }
    }

    fn end(&self, step: &str, how: Ended) {
        let current = self.current.lock().expect("no other thread panics").take();
        let seconds = current.as_ref().map_or(0.0, |(_, begun)| begun.elapsed().as_secs_f64());
        if let Some((bar, _)) = current {
            bar.finish_and_clear();
        }
        match how {
            Ended::Ran => say!("{step:>24}  {seconds:.2} s"),
            // Those that were up to date are counted at the end.
            Ended::UpToDate | Ended::Unused => {}
        }
    }
}

/// How many files are done; nothing where stderr is not a terminal.
pub struct FileBar(ProgressBar);

impl FileBar {
    pub fn new(name: &str) -> FileBar {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
        let style = ProgressStyle::with_template("{prefix:>24} [{bar:30}] {pos}/{len}").expect("the template is fixed");
        bar.set_style(style.progress_chars("=> "));
        bar.set_prefix(name.to_owned());
        FileBar(bar)
    }

    pub fn set(&self, n_done: u64, n: u64) {
        self.0.set_length(n);
        self.0.set_position(n_done);
    }

    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
