//! The text of a thread on one line: what is wrong there, and what to do.

use super::super::markup::{code, link, message};
use crate::diff::{Change, excerpts};
use crate::problem::Problem;

/// Characters of a message.
const MESSAGE: usize = 1_000;
/// Characters of a value.
const VALUE: usize = 200;

/// The thread of a problem.
pub(crate) fn problem_thread(problem: &Problem) -> String {
    let mut text =
        format!("**{}**: {}\n", capital(problem.severity.name()), message(&problem.message, MESSAGE));
    for advice in problem.advice().iter().take(3) {
        text.push_str(&format!("\n- {}", message(advice, MESSAGE)));
    }
    text.push_str(&format!("\n\nRule {}, see `preview explain`\n", code(&problem.rule, VALUE)));
    text
}

/// The thread of a breaking change; `page` is its row in the preview.
pub(crate) fn change_thread(change: &Change, page: Option<&str>) -> String {
    let mut text = format!("**{}**: {}\n", capital(change.impact.name()), message(&change.message, MESSAGE));
    if let (Some(before), Some(after)) = (&change.before, &change.after) {
        let (before, after) = excerpts(before, after, VALUE);
        text.push_str(&format!("\n{} → {}\n", code(&before, VALUE), code(&after, VALUE)));
    }
    if page.is_some() {
        text.push_str(&format!("\n{}\n", link("See it in the preview", page)));
    }
    text.push_str(&format!(
        "\nIf clients are ready for it, someone other than the author can reply `accept: reason` here. {}\n",
        code(change.id, VALUE)
    ));
    text
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Location;
    use crate::problem::Severity;

    #[test]
    fn what_the_repository_says_stays_text() {
        let place = Location::start_of_file("openapi.yaml");
        let problem = Problem::new("rule", Severity::Error, place, "@<8f0e> see #12 <img src=x>")
            .suggest("did you mean `a`?");
        let text = problem_thread(&problem);
        assert!(text.starts_with("**Error**: "));
        // Neither a mention, nor a link to a work item, nor an image: code and escapes.
        assert!(text.contains("`@<8f0e>`") && text.contains("`#12`") && !text.contains("<img"), "{text}");
        assert!(text.contains("did you mean `a`?"));
    }
}
