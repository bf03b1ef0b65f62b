//! The card of an API on the first page of several.

use crate::api::Api;
use crate::diff::ChangeTotals;
use crate::problem::ProblemTotals;
use crate::site::markdown::{cut, plain};
use crate::site::page::index::{ApiCard, CountView};
use crate::site::render::Shared;
use crate::site::view::{Chip, Linked};

/// The card of an API on the first page of several, made without its pages.
pub(in crate::site::render) fn card_of(shared: &Shared<'_>, number: usize) -> ApiCard {
    let input = &shared.input.apis[number];
    let folder = &shared.folders[number];
    let problems = ProblemTotals::count(input.problems.iter().map(|problem| &problem.problem));
    match input.head {
        Some(api) => {
            let totals = (input.changes.map(ChangeTotals::count), problems);
            model_card(shared, folder, totals, (api, input.name))
        }
        None => unreadable_card(shared, folder, problems, input.name),
    }
}

pub(super) fn model_card(
    shared: &Shared<'_>,
    folder: &str,
    totals: (Option<ChangeTotals>, ProblemTotals),
    (api, name): (&Api<'_>, &str),
) -> ApiCard {
    let words = &shared.words;
    let mut counts = vec![words.count("operations_count", api.operations.len())];
    if !api.webhooks.is_empty() {
        counts.push(words.count("webhooks_count", api.webhooks.len()));
    }
    counts.push(words.count("schemas_count", api.components.len()));
    let mut chips: Vec<Chip> =
        api.info.version.map(|version| Chip::quiet(cut(version, 40))).into_iter().collect();
    chips.push(Chip::quiet(format!("OpenAPI {}", cut(api.version_text, 20))));
    card(
        shared,
        folder,
        totals,
        ApiCard {
            title: cut(api.info.title.unwrap_or(name), 100),
            href: format!("{folder}/index.html"),
            chips,
            text: plain(api.info.summary.or(api.info.description).unwrap_or_default(), 160),
            counts,
            changes: Vec::new(),
            problems: Vec::new(),
            failed: false,
        },
    )
}

/// The card of a definition that cannot be read.
pub(super) fn unreadable_card(
    shared: &Shared<'_>,
    folder: &str,
    totals: ProblemTotals,
    name: &str,
) -> ApiCard {
    let bare = ApiCard {
        title: name.to_owned(),
        href: format!("{folder}/index.html"),
        chips: Vec::new(),
        text: shared.words.get("unreadable").to_owned(),
        counts: Vec::new(),
        changes: Vec::new(),
        problems: Vec::new(),
        failed: true,
    };
    let mut card = card(shared, folder, (None, totals), bare);
    for count in &mut card.problems {
        count.link.href = Some(format!("{folder}/index.html"));
    }
    card
}

/// A card with its counts of changes and problems.
fn card(
    shared: &Shared<'_>,
    folder: &str,
    totals: (Option<ChangeTotals>, ProblemTotals),
    mut card: ApiCard,
) -> ApiCard {
    let words = &shared.words;
    let count = |class: &'static str, key: &str, number: usize, page: &str| CountView {
        class,
        link: Linked::to(words.count(key, number), Some(format!("{folder}/{page}"))),
    };
    if let Some(changes) = totals.0 {
        for (class, key, number) in [
            ("breaking", "n_breaking", changes.breaking),
            ("risky", "n_risky", changes.risky),
            ("", "n_compatible", changes.compatible),
        ] {
            card.changes.extend((number > 0).then(|| count(class, key, number, "changes.html")));
        }
    }
    for (class, key, number) in [
        ("error", "errors", totals.1.error),
        ("", "warnings", totals.1.warning),
        ("", "infos", totals.1.info),
    ] {
        card.problems.extend((number > 0).then(|| count(class, key, number, "problems.html")));
    }
    card
}
