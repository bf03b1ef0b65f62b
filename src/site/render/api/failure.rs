//! The page of a definition that cannot be read.

use rustc_hash::FxHashMap;

use super::Rendered;
use super::cards::unreadable_card;
use crate::problem::ProblemTotals;
use crate::record::{BuildRecord, Outcome};
use crate::site::code::value;
use crate::site::input::ApiInput;
use crate::site::page::failure::FailurePage;
use crate::site::page::problems::{Lines, view};
use crate::site::page::shell::banner;
use crate::site::render::{RenderError, Shared};

/// The page of a definition that cannot be read.
pub(super) fn failure(
    shared: &Shared<'_>,
    input: &ApiInput<'_, '_>,
    folder: &str,
) -> Result<Rendered, RenderError> {
    let words = &shared.words;
    let totals = ProblemTotals::count(input.problems.iter().map(|problem| &problem.problem));
    let lone = shared.is_lone();
    let texts: FxHashMap<&str, Lines<'_>> =
        input.texts.iter().map(|(path, text)| (*path, Lines::of(text))).collect();
    let views = input.problems.iter().enumerate().take(200).map(|(index, problem)| {
        let file = &*problem.problem.location.file;
        view(words, shared.input.options, (index, problem), texts.get(file), None)
    });
    let problems: Vec<_> = views.collect();
    for (root, path) in [("../", format!("{folder}/index.html")), ("", "index.html".to_owned())] {
        if root.is_empty() && !lone {
            continue;
        }
        let mut page = shared.shell(input.name, words.get("unreadable"));
        // Whatever the build lets pass, this has failed.
        let record = BuildRecord { outcome: Outcome::Failed, ..shared.input.record.clone() };
        page.banner = Some(value(&banner(&record, words, Vec::new())));
        page.root = root.to_owned();
        page.home = if lone { "index.html".to_owned() } else { "../index.html".to_owned() };
        let view = FailurePage {
            page,
            title: words.fill("unreadable_title", &[input.name]),
            file: input.file.to_owned(),
            problems: problems.clone(),
        };
        let html = shared.templates.render("page/failure.html", &value(&view))?;
        shared.output.give(path, html)?;
    }
    let at = |index: usize| format!("{folder}/index.html#problem-{}", index + 1);
    let problems = input.problems.iter().enumerate();
    let card = unreadable_card(shared, folder, totals, input.name);
    Ok(Rendered {
        notes: Vec::new(),
        changes: Vec::new(),
        problems: problems.map(|(index, problem)| (problem.problem.fingerprint(), at(index))).collect(),
        card,
    })
}
