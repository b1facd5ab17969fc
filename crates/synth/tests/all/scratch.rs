#[test]
#[ignore]
fn scratch() {
    let people: u64 = std::env::var("PEOPLE").unwrap().parse().unwrap();
    let dir = std::path::PathBuf::from(std::env::var("OUT").unwrap());
    let _ = std::fs::remove_dir_all(&dir);
    let start = std::time::Instant::now();
    let written = synth::write(&dir, &crate::made::plan(people, 7), &|_| ()).unwrap();
    eprintln!("{written:?} in {:?}", start.elapsed());
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    eprintln!("{}", status.lines().filter(|l| l.starts_with("VmHWM")).collect::<String>());
}
