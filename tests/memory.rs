//! The peak memory of a build: a site of many pages takes little more than one of few, since pages go to the disk as they
//! are rendered. Linux tells the peak of a process while it runs.

#![cfg(target_os = "linux")]

use std::process::Stdio;
use std::time::Duration;

use crate::support::sandbox::Sandbox;

/// Operations that all answer with one large schema: the pages grow with their number, the model hardly does.
fn definition(operations: usize) -> String {
    let paths: String = (0..operations)
        .map(|number| {
            format!(
                "  /berths/{number}:\n    get:\n      operationId: berth{number}\n      responses:\n        '200':\n          description: A berth.\n          content:\n            application/json:\n              schema: {{$ref: '#/components/schemas/Berth'}}\n"
            )
        })
        .collect();
    let text = "What a harbour says about a berth, in many words. ".repeat(8);
    let properties: String = (0..200)
        .map(|number| {
            format!("        p{number}: {{type: string, description: 'Property {number}. {text}'}}\n")
        })
        .collect();
    format!(
        "openapi: 3.1.0\ninfo: {{title: Harbour, version: 1.0.0}}\npaths:\n{paths}components:\n  schemas:\n    Berth:\n      type: object\n      properties:\n{properties}"
    )
}

/// The peak memory of a command on so many operations, and the size of what it writes to `folder`.
fn peak(operations: usize, (args, folder): (&[&str], &str)) -> (u64, u64) {
    let sandbox =
        Sandbox::new(&[("openapi.yaml", &definition(operations)), ("preview.yaml", "extends: [minimal]\n")]);
    let mut command = sandbox.command("", args, &[("RAYON_NUM_THREADS", "2")]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut peak = 0;
    let status = loop {
        let text = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        peak = peak.max(now.unwrap_or_default() * 1024);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(status.success(), "{status}");
    let bytes = sandbox.files(folder).iter().map(|(_, bytes)| bytes.len() as u64).sum();
    (peak, bytes)
}

#[test]
fn memory_does_not_grow_with_the_pages() {
    let build: &[&str] = &["build", "-o", "out", "--fail-on", "never"];
    let run: &[&str] = &["run", "--to", "out", "--fail-on", "never"];
    for args in [build, run] {
        let (few, many) = (peak(20, (args, "out")), peak(140, (args, "out")));
        let (memory, pages) = (many.0.saturating_sub(few.0), many.1 - few.1);
        println!("{args:?}: {few:?} and {many:?} bytes of memory and of pages");
        assert!(pages > 20 << 20, "{pages} bytes more pages");
        assert!(memory < pages / 2, "{memory} bytes more memory for {pages} bytes more pages");
    }
}
