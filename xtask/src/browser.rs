//! Every page of the demo in a real browser: accessibility, keyboard, small screens, no scripts, no strangers.

use crate::Outcome;
use crate::server::Server;
use crate::shell::{cargo, command, fresh_dir, root, run, target_dir};

/// Serves a small demo, looks at all its pages and uses them, served and as files.
pub fn check() -> Outcome {
    let target = target_dir()?;
    // The same command as the tests', so that nothing is compiled for this alone.
    run(cargo(&["test", "--quiet", "--workspace", "--no-run", "--locked"]))?;
    let program = target.join("debug").join(format!("totalplace{}", std::env::consts::EXE_SUFFIX));
    let dir = target.join("browser-demo");
    fresh_dir(&dir)?;
    let (program, place) = (program.to_string_lossy().into_owned(), dir.join("place"));
    let (site, place) = (place.join("public"), place.to_string_lossy().into_owned());
    run(command(&program, &["demo", &place, "--people", "2000", "--no-serve"]))?;
    run(command(&program, &["publish", &place]))?;
    let server = Server::start(&program, &["serve", &place, "--no-browser"])?;
    let script = root().join("crates/front/browser/run");
    let pictures = target.join("browser").join("pictures");
    let arguments = [server.address.as_str(), &pictures.to_string_lossy(), &site.to_string_lossy()];
    run(command(&script.to_string_lossy(), &arguments))
}
