//! Failures on demand.

use std::time::Duration;

use super::answer::Answer;
use super::state::{Recorded, State};

/// Something that goes wrong with requests of a kind.
pub(crate) struct Fault {
    method: &'static str,
    path: &'static str,
    skip: usize,
    times: usize,
    effect: Make,
}

type Make = Box<dyn FnMut() -> Effect + Send>;

/// What happens to a request.
pub(crate) enum Effect {
    /// The connection breaks before anything was done.
    ResetBefore,
    /// The connection breaks after it was done.
    ResetAfter,
    /// It is done; the answer comes late.
    Slow(Duration),
    /// Not done; this is the answer.
    Answer(Answer),
    /// Done; this is the answer all the same.
    AnswerAfter(Answer),
    /// Done, with a header more.
    Header(&'static str, String),
    /// Something else happens first, such as another build's write.
    Meanwhile(Box<dyn FnOnce(&mut State) + Send>),
}

impl Fault {
    /// A fault of requests of a method (`*` for each) whose path contains `path`; once, from the first on.
    pub(crate) fn on(
        method: &'static str,
        path: &'static str,
        effect: impl FnMut() -> Effect + Send + 'static,
    ) -> Self {
        Fault { method, path, skip: 0, times: 1, effect: Box::new(effect) }
    }

    /// A refusal: status, exception name and message.
    pub(crate) fn refusal(
        method: &'static str,
        path: &'static str,
        status: u16,
        key: &'static str,
        message: &'static str,
    ) -> Self {
        Fault::on(method, path, move || Effect::Answer(Answer::error(status, key, message)))
    }

    /// A 429 that asks to wait.
    pub(crate) fn too_many(method: &'static str, path: &'static str, seconds: u64) -> Self {
        Fault::on(method, path, move || {
            let answer =
                Answer::error(429, "RequestBlockedException", "TF400733: The request has been canceled.");
            Effect::Answer(answer.header("retry-after", &seconds.to_string()))
        })
    }

    /// The sign-in page instead of an answer.
    pub(crate) fn sign_in_page(method: &'static str, path: &'static str) -> Self {
        Fault::on(method, path, || Effect::Answer(Answer::sign_in_page()))
    }

    /// The redirect to the sign-in page instead of an answer.
    pub(crate) fn sign_in_redirect(method: &'static str, path: &'static str) -> Self {
        Fault::on(method, path, || Effect::Answer(Answer::sign_in_redirect()))
    }

    /// A gateway's error page, the request being carried out or not.
    pub(crate) fn bad_gateway_after(method: &'static str, path: &'static str) -> Self {
        Fault::on(method, path, || Effect::AnswerAfter(Answer::error(502, "", "Bad Gateway")))
    }

    /// Not the first `count` requests of the kind.
    pub(crate) fn after(self, count: usize) -> Self {
        Fault { skip: count, ..self }
    }

    /// For that many requests of the kind.
    pub(crate) fn times(self, count: usize) -> Self {
        Fault { times: count, ..self }
    }

    /// For all requests of the kind.
    pub(crate) fn always(self) -> Self {
        self.times(usize::MAX)
    }
}

/// The effect on a request, of the first fault that is due.
pub(super) fn due(state: &mut State, request: &Recorded) -> Option<Effect> {
    for fault in &mut state.faults {
        let matches =
            (fault.method == "*" || fault.method == request.method) && request.path.contains(fault.path);
        if !matches || fault.times == 0 {
            continue;
        }
        if fault.skip > 0 {
            fault.skip -= 1;
            continue;
        }
        fault.times = fault.times.saturating_sub(1);
        return Some((fault.effect)());
    }
    None
}
