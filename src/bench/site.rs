//! Rendering, for `benches/`.

use std::time::Duration;

use super::in_memory;
use crate::api::build;
use crate::definition::load;
use crate::openapi::detect;
use crate::record::{BuildRecord, Timestamp};
use crate::site::{ApiInput, Receiver, Refusal, SiteFile, SiteInput, SiteOptions, render};

/// What came of rendering.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// How long it took on one thread by the clock that was given, the model ready.
    pub time: Duration,
    /// Files of the site.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Operations of the definition.
    pub operations: usize,
}

/// Lets go of each file.
struct Nowhere;

impl Receiver for Nowhere {
    fn take(&self, _: SiteFile) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Renders the site of a definition that is a text so many times, on one thread. Nothing is compared, checked or
/// written; `None` where the text is no definition.
pub fn render_text(path: &str, text: &str, times: u64, clock: fn() -> Duration) -> Option<Rendered> {
    let store = in_memory(path, text);
    let (definition, _) = load(&store, path).ok()?;
    let api = build(&definition, detect(definition.root()).ok()?);
    let record = BuildRecord::new("bench", Timestamp::from_seconds(1_793_699_460));
    let options = SiteOptions::default();
    let one = ApiInput {
        name: "api",
        file: path,
        head: Some(&api),
        base: None,
        changes: None,
        problems: &[],
        bundled: Box::new(|| None),
        example_files: Vec::new(),
        logo: None,
        texts: Vec::new(),
    };
    let input = SiteInput { record: &record, options: &options, apis: vec![one] };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().ok()?;
    pool.install(|| {
        let mut rendered = Rendered { operations: api.operations.len(), ..Rendered::default() };
        let start = clock();
        for _ in 0..times {
            let contents = render(&input, &Nowhere).ok()?;
            (rendered.files, rendered.bytes) = (contents.files, contents.bytes);
        }
        rendered.time = clock().saturating_sub(start);
        Some(rendered)
    })
}
