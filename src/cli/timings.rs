//! How long each stage takes, for `--timings`.

use std::time::{Duration, Instant};

use super::args::CheckArgs;
use super::console::Console;

/// One stage that has ended.
struct Stage {
    name: &'static str,
    wall: Duration,
    cpu: Option<Duration>,
    /// What it worked on, in words: `3 files, 4,120,331 bytes`.
    counts: String,
}

/// Stages as they happen. Costs nothing worth naming, so it always runs.
pub(super) struct Timings {
    started: Instant,
    stages: Vec<Stage>,
    last: (Instant, Option<Duration>),
}

impl Timings {
    pub(super) fn start() -> Self {
        let now = Instant::now();
        Timings { started: now, stages: Vec::new(), last: (now, cpu_time()) }
    }

    /// Ends a stage that began when the last one ended.
    pub(super) fn stage(&mut self, name: &'static str, counts: impl Into<String>) {
        let (now, cpu) = (Instant::now(), cpu_time());
        let spent = cpu.zip(self.last.1).map(|(now, then)| now.saturating_sub(then));
        self.stages.push(Stage { name, wall: now - self.last.0, cpu: spent, counts: counts.into() });
        self.last = (now, cpu);
    }

    /// Time since the start.
    pub(super) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Shows the stages where `--timings` asks for them.
    pub(super) fn tell(&self, args: &CheckArgs, console: &mut Console) {
        if args.timings {
            self.lines().iter().for_each(|line| console.note(line));
        }
    }

    /// One line a stage: name, milliseconds of wall clock and CPU, counts.
    fn lines(&self) -> Vec<String> {
        let line = |stage: &Stage| {
            let cpu = stage.cpu.map_or_else(|| "     –".to_owned(), |cpu| format!("{:6}", cpu.as_millis()));
            format!("{:10} {:6} ms {cpu} ms CPU  {}", stage.name, stage.wall.as_millis(), stage.counts)
        };
        self.stages.iter().map(line).collect()
    }
}

/// CPU time of the process, all threads, from `/proc/self/stat` (fields 14 and 15, in hundredths of a second);
/// `None` where there is no such file.
fn cpu_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}
